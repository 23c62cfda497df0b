// What can be done here, for who has not read the manual.

import { $, button, h } from "./dom.js";

const KEYS = [
  [", and .", "the change before, the next change"], ["space", "play, pause"], ["/", "find a place, a siege or a road"],
  ["Escape", "back: to what is believed, to the day"], ["?", "this help"],
];
const REVIEW = [
  ["j and k", "the next claim, the one before"], ["a", "accept"], ["r", "reject"], ["e", "amend"], ["n", "write the reason"],
  ["p", "try rejecting: on the map, not entered"], ["u", "undo"], ["m", "bring the map to the claim"],
];

export function help(theatre) {
  const table = (rows) => h("table", {}, h("tbody", {}, rows.map(([key, what]) => h("tr", {}, h("th", { scope: "row" }, h("kbd", {}, key)), h("td", {}, what)))));
  const dialog = h("dialog", { id: "help-text", "aria-labelledby": "help-title" },
    h("h2", { id: "help-title" }, "How to read this"),
    h("ul", {},
      h("li", {}, "Ground has its holder's colour, the paler the less sure; hatched where that is in doubt."),
      theatre.kind === "series"
        ? h("li", {}, h("b", {}, "Click"), " a road or a red neck on the map: its measures are in the panel.")
        : h("li", {}, h("b", {}, "Click"), " a place, a road, a red neck or a pocket on the map: its history and the words of each report are in the panel, with what would follow if it changed hands."),
      h("li", {}, h("b", {}, "Slide"), " the bar below through time; its ticks are the days on which something changes. A day in ", h("i", {}, "against"), " shows what changed hands between the two."),
      h("li", {}, h("b", {}, "The address"), " holds what is shown: copy it to send the view."),
      !theatre.edit && theatre.kind !== "series" && h("li", {}, "This desk is open to be read. Started with ", h("code", {}, "--edit"), " it also has the claims to review and takes reports."),
      theatre.edit && h("li", {}, h("b", {}, "Review"), " has the claims that nobody has decided on, the doubtful first. Each decision is signed, on the map at once, and can be undone.")),
    h("h3", {}, "Keys"), table(KEYS), theatre.edit && [h("h3", {}, "Keys in review"), table(REVIEW)],
    h("p", { class: "choices" }, button("Close", () => dialog.close())));
  document.body.append(dialog);
  $("help").addEventListener("click", () => dialog.showModal());
  return () => dialog.showModal();
}
