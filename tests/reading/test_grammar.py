"""Each construction of English war reporting, read as a person would; the sentences are our own."""

from __future__ import annotations

from datetime import date

import pytest

from frontline.reading import load_war, read

SYRIA, UKRAINE = load_war("syria"), load_war("ukraine")
DAY = date(2016, 3, 1)

# (sentence, what it claims): kind, actor, place, comma between claims; a plan or failure stands in brackets.
SAID = [
    # active
    ("The army captured Tal Rasm.", "gain government Tal Rasm"),
    ("ISIL fighters have seized the village of Umm Zahra.", "gain isil Umm Zahra"),
    ("Government troops retook Kafr Anbar from the rebels on Sunday.", "gain government Kafr Anbar"),
    ("The SDF took Ayn Hawa.", "gain sdf Ayn Hawa"),
    ("Rebel fighters overran the Zeitan checkpoint.", "gain rebels Zeitan checkpoint"),
    ("Hezbollah and the army gained control of Jubb Saad.", "gain government Jubb Saad"),
    ("The rebels took over Kafr Anbar after heavy clashes.", "gain rebels Kafr Anbar"),
    ("The SAA established full control over Tal Rasm.", "gain government Tal Rasm"),
    ("The Tiger Forces cleared Umm Zahra of ISIL fighters.", "gain government Umm Zahra"),
    ("ISIL wrested Kafr Anbar from the rebels.", "gain isil Kafr Anbar"),
    ("The army swept into Umm Zahra.", "advance government Umm Zahra"),
    ("Syrian government forces liberated Deir Sanbul, Tal Rasm and Umm Zahra.", "gain government Deir Sanbul, gain government Tal Rasm, gain government Umm Zahra"),
    # passive
    ("Tal Rasm was captured by the army.", "gain government Tal Rasm"),
    ("The town of Umm Zahra has been retaken by the SDF.", "gain sdf Umm Zahra"),
    ("Kafr Anbar was attacked by ISIL.", "attack isil Kafr Anbar"),
    ("Kafr Anbar was shelled by government artillery.", "attack government Kafr Anbar"),
    ("Umm Zahra was besieged by the rebels.", "besiege rebels Umm Zahra"),
    # fell, lost, handed over
    ("Tal Rasm fell to ISIL.", "gain isil Tal Rasm"),
    ("Umm Zahra fell into the hands of the rebels.", "gain rebels Umm Zahra"),
    ("Umm Zahra came under the control of the SDF.", "gain sdf Umm Zahra"),
    ("Umm Zahra came under government control.", "gain government Umm Zahra"),
    ("The army lost Tal Rasm to ISIL.", "gain isil Tal Rasm"),
    ("ISIL lost control of Tal Rasm to the army.", "gain government Tal Rasm"),
    ("The rebels handed over Kafr Anbar to the army.", "gain government Kafr Anbar"),
    ("The rebels surrendered Kafr Anbar to the army.", "gain government Kafr Anbar"),
    ("Kafr Anbar was handed over to the army.", "gain government Kafr Anbar"),
    ("The army drove ISIL out of Umm Zahra.", "gain government Umm Zahra"),
    ("ISIL was driven out of Umm Zahra by the army.", "gain government Umm Zahra"),
    ("The SDF expelled ISIL from Ayn Hawa.", "gain sdf Ayn Hawa"),
    # nouns
    ("The capture of Tal Rasm by the army opened the road.", "gain government Tal Rasm"),
    ("After the fall of Umm Zahra to ISIL, civilians fled north.", "gain isil Umm Zahra"),
    ("The loss of Kafr Anbar was a blow to the rebels.", "gain . Kafr Anbar"),
    ("Following its capture of Tal Rasm, the army shelled Umm Zahra.", "gain government Tal Rasm, attack government Umm Zahra"),
    ("The rebels launched an attack on Tal Rasm.", "attack rebels Tal Rasm"),
    ("A rebel assault on Tal Rasm began at dawn.", "attack rebels Tal Rasm"),
    ("Clashes between the army and ISIL took place in Umm Zahra.", "attack . Umm Zahra"),
    ("Fierce fighting raged around Umm Zahra.", "attack . Umm Zahra"),
    ("Russian warplanes carried out airstrikes on Kafr Anbar.", "attack government Kafr Anbar"),
    ("Turkish shelling of Ayn Hawa killed two people.", "attack turkey Ayn Hawa"),
    ("Airstrikes hit Kafr Anbar.", "attack . Kafr Anbar"),
    ("The withdrawal of ISIL from Umm Zahra was completed.", "withdraw isil Umm Zahra"),
    ("ISIL's withdrawal from Umm Zahra surprised the army.", "withdraw isil Umm Zahra"),
    # kinds
    ("The army repelled an ISIL attack on Tal Rasm.", "repel government Tal Rasm"),
    ("An ISIL attack on Tal Rasm was repelled by the army.", "repel government Tal Rasm"),
    ("The army foiled an attempt by ISIL to infiltrate Tal Rasm.", "repel government Tal Rasm"),
    ("ISIL attacked Tal Rasm, but the attack was repelled by the army.", "repel government Tal Rasm"),
    ("The SDF fended off a counter-attack at Ayn Hawa.", "repel sdf Ayn Hawa"),
    ("The rebels failed to capture Tal Rasm from the army.", "repel government Tal Rasm"),
    ("The army reached the outskirts of Umm Zahra.", "advance government Umm Zahra"),
    ("The army advanced to within five kilometres of Umm Zahra.", "advance government Umm Zahra"),
    ("SDF units entered Ayn Hawa from the north.", "advance sdf Ayn Hawa"),
    ("Government forces are closing in on Umm Zahra.", "advance government Umm Zahra"),
    ("The rebels broke into Kafr Anbar.", "advance rebels Kafr Anbar"),
    ("The army made gains in Kafr Anbar.", "advance government Kafr Anbar"),
    ("The army captured the northern part of Kafr Anbar.", "advance government Kafr Anbar"),
    ("The army captured most of Kafr Anbar.", "gain government Kafr Anbar"),
    ("Government troops pushed towards Umm Zahra.", "advance government Umm Zahra"),
    ("ISIL withdrew from Umm Zahra.", "withdraw isil Umm Zahra"),
    ("ISIL militants abandoned Umm Zahra.", "withdraw isil Umm Zahra"),
    ("The rebels retreated from Tal Rasm towards Kafr Anbar.", "withdraw rebels Tal Rasm"),
    ("The army pulled out of Tal Rasm.", "withdraw government Tal Rasm"),
    ("The army encircled Kafr Anbar.", "besiege government Kafr Anbar"),
    ("The rebels laid siege to Tal Rasm.", "besiege rebels Tal Rasm"),
    ("Kafr Anbar is under siege by the army.", "besiege government Kafr Anbar"),
    ("The army broke the siege of Tal Rasm.", "relieve government Tal Rasm"),
    ("The siege of Tal Rasm was lifted by the army.", "relieve government Tal Rasm"),
    ("The army linked up with the garrison of Tal Rasm.", "relieve government Tal Rasm"),
    ("ISIL cut the Sabkha–Tal Rasm road.", "cut isil Sabkha–Tal Rasm road"),
    ("ISIL cut off the supply line to Tal Rasm.", "cut isil supply line to Tal Rasm"),
    ("The Sabkha–Tal Rasm highway was severed by ISIL.", "cut isil Sabkha–Tal Rasm highway"),
    ("The army reopened the Sabkha–Tal Rasm road.", "reopen government Sabkha–Tal Rasm road"),
    ("Tal Rasm is still held by the army.", "hold government Tal Rasm"),
    ("Tal Rasm remains under government control.", "hold government Tal Rasm"),
    ("The rebels are in control of Kafr Anbar.", "hold rebels Kafr Anbar"),
    ("The army maintained control of Tal Rasm.", "hold government Tal Rasm"),
    ("The army shelled ISIL-held Umm Zahra.", "attack government Umm Zahra, hold isil Umm Zahra"),
    ("Umm Zahra, an ISIL stronghold, was bombed.", "attack . Umm Zahra, hold isil Umm Zahra"),
    # lists
    ("The army captured the villages of Tal Rasm, Umm Zahra and Jubb Saad.", "gain government Tal Rasm, gain government Umm Zahra, gain government Jubb Saad"),
    ("The army captured Tal Rasm as well as the town of Umm Zahra.", "gain government Tal Rasm, gain government Umm Zahra"),
    ("The army captured five villages, including Tal Rasm and Jubb Saad.", "gain government Tal Rasm, gain government Jubb Saad"),
    ("The army took three hills: Tal Rasm, Tal Ward and Tal Abbas.", "gain government Tal Rasm, gain government Tal Ward, gain government Tal Abbas"),
    ("The army captured three villages (Tal Rasm, Tal Ward and Jubb Saad).", "gain government Tal Rasm, gain government Tal Ward, gain government Jubb Saad"),
    ("Both Tal Rasm and Umm Zahra were captured by the army.", "gain government Tal Rasm, gain government Umm Zahra"),
    ("The army captured Tal Rasm along with the nearby Sabkha airbase.", "gain government Tal Rasm, gain government Sabkha airbase"),
    # clauses
    ("The army, which had captured Tal Rasm, shelled Umm Zahra.", "gain government Tal Rasm, attack government Umm Zahra"),
    ("The rebels advanced on Kafr Anbar and captured Tal Rasm.", "advance rebels Kafr Anbar, gain rebels Tal Rasm"),
    ("After capturing Tal Rasm, the army advanced towards Umm Zahra.", "gain government Tal Rasm, advance government Umm Zahra"),
    ("The army entered Umm Zahra, forcing ISIL to withdraw from Jubb Saad.", "advance government Umm Zahra, withdraw isil Jubb Saad"),
    ("ISIL retreated from Umm Zahra, leaving the army in control of Tal Rasm.", "withdraw isil Umm Zahra, hold government Tal Rasm"),
    ("The army captured Tal Rasm while the rebels withdrew from Kafr Anbar.", "gain government Tal Rasm, withdraw rebels Kafr Anbar"),
    ("The villages of Tal Rasm and Jubb Saad, which ISIL had taken, were recaptured by the army.", "gain government Tal Rasm, gain isil Tal Rasm, gain government Jubb Saad, gain isil Jubb Saad"),
    ("Umm Zahra was captured by ISIL before being retaken by the army.", "gain isil Umm Zahra, gain government Umm Zahra"),
    ("The army managed to capture Tal Rasm.", "gain government Tal Rasm"),
    ("Activists said that the rebels had captured Kafr Anbar.", "gain rebels Kafr Anbar"),
    ("The rebels were forced to withdraw from Kafr Anbar.", "withdraw rebels Kafr Anbar"),
    ("Government forces succeeded in capturing Tal Rasm.", "gain government Tal Rasm"),
    # what is no claim, and what did not happen
    ("The army plans to capture Tal Rasm.", "(gain government Tal Rasm)"),
    ("The army may capture Tal Rasm.", "(gain government Tal Rasm)"),
    ("ISIL did not capture Tal Rasm.", "(gain isil Tal Rasm)"),
    ("The army launched an offensive to capture Tal Rasm.", "(gain government Tal Rasm)"),
    ("If the army captures Tal Rasm, the road will be open.", "(gain government Tal Rasm)"),
    ("The army captured two villages south of Tal Rasm.", ""),
    ("The army captured 20 ISIL fighters near Tal Rasm.", ""),
    ("The army sent reinforcements to Tal Rasm.", ""),
    ("Civilians fled Tal Rasm.", ""),
    ("The meeting took place in Tal Rasm.", ""),
    ("The army is based in Tal Rasm.", ""),
    ("The Syrian Observatory for Human Rights reported from Kafr Anbar.", ""),
    ("The army captured a hill in the Raqqa Governorate.", ""),
]  # fmt: skip


def told(text: str, war: object = SYRIA) -> list[str]:
    """Return the claims of a text as the table above writes them."""
    lines = []
    for claim in read(text, war, day=DAY):  # type: ignore[arg-type]
        line = f"{claim.kind} {claim.actor or '.'} {claim.place}"
        lines.append(line if claim.factual else f"({line})")
    return sorted(lines)


@pytest.mark.parametrize(("text", "claims"), SAID, ids=[text[:60] for text, _ in SAID])
def test_a_sentence_claims_what_a_person_reads_in_it(text: str, claims: str) -> None:
    wanted = sorted(claims.split(", ")) if claims else []
    got = told(text)
    open_actor = {line.replace(" . ", " ") for line in wanted if " . " in line}
    bare = {f"{line.split(' ')[0]} {' '.join(line.split(' ')[2:])}" for line in got}
    assert [line for line in got if " . " not in line or line in wanted] == wanted or (
        open_actor and open_actor <= bare and len(got) == len(wanted)
    )
