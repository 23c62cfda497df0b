"""Words in names that say what a place is rather than which: types, qualifiers and fillers, in many languages.

A type word ("air base", "مطار", "гора") weighs little against the name proper, yet tells the air base from the village
of the same name. A qualifier ("Sharqi", "East", "Восточный") tells two halves of one name apart.
"""

from __future__ import annotations

__all__ = ["FILLERS", "PHRASES", "QUALIFIERS", "RELATED", "ROAD", "SETTLEMENT", "TYPES"]

# What the words of one concept have in common is written once; spellings that fold alike need not be repeated.
TYPES: dict[str, str] = {
    "airbase": (
        "airbase airport airfield aerodrome airstrip matar مطار مطارات فرودگاه аэродром авиабаза аеродром "
        "авіабаза аэропорт аеропорт flughafen aeroport aeroporto aeropuerto havaalani havalimani"
    ),
    "base": (
        "base bases barracks garrison regiment battalion brigade airdefense airdefence ثكنة قاعدة فوج لواء "
        "كتيبة پادگان پایگاه база гарнизон гарнізон казарма казармы caserne kaserne caserma"
    ),
    "camp": "camp مخيم معسكر اردوگاه лагерь табір",
    "village": (
        "village hamlet villages villaggio dorf koy gunde قرية روستا روستای село деревня деревни селище хутор станица"
    ),
    "town": (
        "town city ville citta stadt ciudad بلدة مدينة شهر شهرک شهرستان город місто поселок посёлок пгт смт "
        "міста города"
    ),
    "district": "district neighbourhood neighborhood quarter suburb حي ناحية منطقة район область громада",
    "hill": (
        "tal tall tell tel til tallat talla tepe teppe tepesi hill hills height heights colline collina hugel "
        "تل تلة تلال تلول مرتفعات تپه высота высоты висота холм тель телль пагорб курган"
    ),
    "mountain": (
        "jabal jebel djebel djabal gebel mount mountain mountains ridge mont monte berg dag dagi جبل جبال کوه "
        "гора хребет джебель"
    ),
    "checkpoint": "checkpoint checkpoints barrier roadblock hajiz hajez حاجز بازرسی блокпост кпп",
    "junction": ("junction crossroad crossroads intersection roundabout mafraq مفرق تقاطع دوار перекресток развязка"),
    "factory": (
        "factory factories plant plants mill usine fabrique fabbrica fabrica fabrik معمل معامل مصنع کارخانه "
        "завод фабрика комбинат"
    ),
    "power": (
        "powerplant powerstation thermal electricity electric electrical محطة حرارية كهرباء كهربائية نیروگاه "
        "тэс тэц грэс аэс электростанция електростанція"
    ),
    "oil": "oil petrol fuel gas زيت نفط وقود غاز نفت нефть",
    "poultry": "poultry poultries مداجن مدجنة مرغداری птицефабрика",
    "farm": "farm farms mazraa mazraat مزرعة مزارع مزرعه ферма фермы ферми",
    "oilfield": "oilfield gasfield حقل میدان месторождение",
    "dam": "dam سد سدّ плотина дамба гребля",
    "lake": "lake buhayrat بحيرة دریاچه озеро",
    "river": "river nahr نهر رود река річка",
    "crossing": "crossing bridge jisr جسر معبر پل мост міст переправа",
    "station": "station محطه ایستگاه станция станція вокзал",
    "silos": "silo silos صوامع صومعة элеватор елеватор",
    "citadel": "citadel castle fort fortress qalat قلعة دژ крепость форт фортеця",
    "prison": "prison سجن زندان тюрьма колония",
    "school": "school academy college مدرسة كلية اکادیمیة школа академия училище",
    "hospital": "hospital مشفى مستشفى بیمارستان больница лікарня госпиталь",
    "mine": "mine quarry shaft منجم مقلع шахта карьер",
    "port": "port harbour harbor ميناء مرفأ بندر порт гавань",
    "island": "island jazirat جزيرة остров острів",
}

# Kinds under which people live: a report calls one and the same place a village, a town or a city.
SETTLEMENT = frozenset({"village", "town", "city", "place", "district", "settlement", ""})

# Types that reports use for one another.
RELATED: tuple[frozenset[str], ...] = (
    frozenset({"airbase", "base"}),
    frozenset({"base", "camp", "school", "checkpoint"}),
    frozenset({"factory", "power", "station"}),
    frozenset({"checkpoint", "junction"}),
    frozenset({"hill", "mountain", "citadel"}),
    frozenset({"dam", "lake"}),
    frozenset({"farm", "poultry"}),
    frozenset({"factory", "silos", "oil", "industry", "oilfield", "power", "farm", "mine"}),
)

QUALIFIERS: dict[str, str] = {
    "east": (
        "east eastern sharqi sharki sharqiyah sharqieh shargi chargui شرقي شرقية شرقی восточный восточная "
        "восточное східний східна східне шарки шаркия ost"
    ),
    "west": (
        "west western gharbi gharbiyah gharbieh garbi غربي غربية غربی западный западная западное західний "
        "західна західне гарби"
    ),
    "north": (
        "north northern shamali shamaliyah shimali shemali شمالي شمالية شمالی северный северная северное "
        "північний північна північне шамали"
    ),
    "south": (
        "south southern janubi janubiyah jenubi جنوبي جنوبية جنوبی южный южная южное південний південна "
        "південне джануби qibli قبلي"
    ),
    "great": (
        "great greater big large kabir kabira kabirah kabeer kabeera kabeerah kebir kebireh kbir kbireh كبير "
        "كبيرة کبیر большой большая большое великий велика велике velyka velyky velyke velykyi velikaya bolshoy "
        "bolshaya кабир"
    ),
    "small": (
        "small little lesser saghir saghira saghirah saghireh sagheer sagheerah sghir sghireh shagir صغير صغيرة "
        "صغیر малый малая малое малий мала мале mala maly maliy malaya maloye сагир"
    ),
    "upper": (
        "upper fawqani fawqaniyah fouqani foqani fokani فوقاني فوقانية верхний верхняя верхнее верхній верхня "
        "верхнє verkhnia verkhniy verkhnie verkhnye"
    ),
    "lower": (
        "lower tahtani tahtaniyah tehtani تحتاني تحتانية нижний нижняя нижнее нижній нижня нижнє nyzhnia nizhny "
        "nizhniy nyzhnie nizhneye"
    ),
    "middle": "middle central wastani wastaniyah wusta وسطاني وسطانية средний средняя среднее середній середня",
}

# Words that neither name nor type: they go without saying.
FILLERS = (
    "military international civil army the of in near area region vicinity around outskirts project complex "
    "and chemical chimica chimique air aerienne militaire militare عسكري عسكرية دولي مدني كيماوي كيميائي "
    "военный военная військовий міжнародний международный"
)

# Types written in two words, joined before words are looked up.
PHRASES: dict[str, str] = {
    "air base": "airbase",
    "air bases": "airbase",
    "air field": "airfield",
    "air strip": "airstrip",
    "air port": "airport",
    "power plant": "powerplant",
    "power station": "powerstation",
    "oil field": "oilfield",
    "gas field": "gasfield",
    "check point": "checkpoint",
    "road block": "roadblock",
    "air defense": "airdefense",
    "air defence": "airdefence",
    "hava ussu": "havaalani",
}

ROAD = (
    "road roads highway highways motorway route routes autostrad autostrada autobahn way axis line supply "
    "leading طريق الطريق طرق اوتوستراد أوتوستراد سريع السريع دولي جاده بزرگراه дорога дороги дорогу трасса "
    "трассы трассу шоссе автодорога траса шосе"
)
