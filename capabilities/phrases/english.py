"""What is said in English for what the directory filters by, beside the names it has itself."""

from collections.abc import Mapping

from capabilities.phrases.book import Book, Phrases

KINDS: Phrases = {
    "training": ("training", "trainings", "train", "course", "courses", "workshop", "workshops"),
    "advisory": ("advice", "advisory", "advise", "adviser", "advisers", "advisor", "consultancy"),
    "mentoring": ("mentoring", "mentor", "mentors", "coaching"),
    "secondment": ("secondment", "secondments", "seconded", "twinning"),
    "operational_support": ("operational support", "support in cases", "case support"),
    "equipment": ("equipment", "hardware"),
    "software": ("software", "tools", "licences", "licenses"),
    "toolkit": ("published toolkit", "toolkit", "toolkits", "guide", "guides", "handbook"),
    "funding": ("funding", "funds", "fund", "grant", "grants", "money"),
    "legal_drafting": ("legal drafting", "drafting", "drafting laws", "law drafting"),
    "research": ("research", "studies"),
    "data_access": ("access to data", "data access"),
    "certification": ("certification", "certificate", "certificates", "accreditation"),
    "network_membership": ("membership of a network", "network membership"),
}
MODES: Phrases = {
    "in_person": ("in person", "on site", "onsite", "face to face", "in country"),
    "remote": ("remote with people", "remote", "remotely", "online", "virtual", "virtually"),
    "self_paced": ("self paced or self service", "self paced", "e learning", "elearning"),
    "not_stated": ("delivery not stated",),
}
PROVIDER_TYPES: Phrases = {
    "IGO": ("intergovernmental organisation", "intergovernmental organisations", "igo", "igos"),
    "government": ("government", "governments", "ministry", "ministries"),
    "NGO": ("non governmental organisation", "ngo", "ngos", "charity", "charities"),
    "university": ("university or institute", "university", "universities", "institute"),
    "network": ("network", "networks"),
    "company": ("company", "companies", "firm", "firms", "vendor", "vendors"),
    "toolkit": ("publisher of a toolkit",),
    "software": ("publisher of software",),
}
SECTORS: Phrases = {
    "public": ("public sector",),
    "private": ("private sector", "industry"),
    "civil_society": ("civil society",),
    "academia": ("academia", "academic", "academics"),
    "publisher": ("publishers", "publisher"),
}
COSTS: Phrases = {
    "free": ("free of charge", "free", "at no cost", "without charge", "for free"),
    "shared": ("costs are shared", "cost sharing"),
    "paid": ("to be paid for", "paid", "commercial"),
    "not_stated": ("cost not stated",),
}
FRESHNESS: Phrases = {
    "6": ("confirmed within 6 months", "recently confirmed"),
    "12": ("confirmed 6 to 12 months ago",),
    "24": ("confirmed 1 to 2 years ago",),
    "older": ("confirmed longer ago",),
    "never": ("never confirmed",),
}
VERIFICATION: Phrases = {
    "verified": ("verified by a reviewer", "verified"),
    "stated": ("stated by its owner",),
    "imported": ("imported not yet verified", "imported"),
}
CLOSED: Mapping[str, Phrases] = {
    "kind": KINDS,
    "mode": MODES,
    "provider_type": PROVIDER_TYPES,
    "sector": SECTORS,
    "cost": COSTS,
    "fresh": FRESHNESS,
    "verification": VERIFICATION,
}
LANGUAGES: Phrases = {
    "neutral": ("language does not matter", "any language"),
    "not_stated": ("language not stated",),
}
# Other names of areas than their own, by code; those that a directory lacks are passed over.
AREAS: Phrases = {
    "STR-01": ("cybercrime strategy", "action plan"),
    "LEG-01": ("cybercrime law", "cybercrime legislation"),
    "LEG-05": ("budapest convention", "treaty accession"),
    "INV-03": ("osint", "open source intelligence", "social media investigation"),
    "INV-04": ("dark web", "darknet", "darkweb"),
    "INV-07": ("ransomware", "extortion"),
    "INV-08": ("online fraud", "business email compromise", "bec"),
    "FOR-01": ("computer forensics", "disk forensics"),
    "FOR-02": ("mobile forensics", "phone forensics", "mobile phone forensics", "smartphones"),
    "FOR-03": ("memory forensics", "network forensics", "live forensics"),
    "FOR-04": ("cloud forensics",),
    "FOR-05": ("malware", "malware analysis", "reverse engineering"),
    "FOR-08": ("forensic laboratory", "forensic lab", "lab accreditation"),
    "FIN-01": ("crypto tracing", "cryptocurrency", "cryptocurrencies", "bitcoin", "virtual assets"),
    "CSE-01": ("csam", "victim identification", "child abuse material"),
    "JUS-01": ("training of prosecutors", "training for prosecutors", "train prosecutors"),
    "JUS-03": ("training of judges", "training for judges", "train judges"),
    "INT-01": ("24 7", "24 7 network"),
    "INT-02": ("mla", "mutual legal assistance"),
    "TIN-01": ("threat intelligence",),
    "TIN-03": ("csirt", "csirts", "national csirt", "cert"),
    "TRN-02": ("train the trainer", "training of trainers"),
    "EMR-01": ("deepfakes", "deepfake"),
}
# Names that countries also go by in English.
COUNTRIES: Phrases = {
    "ARE": ("uae", "emirates"), "CAF": ("car",), "CIV": ("ivory coast", "ivorian"),
    "COD": ("drc", "dr congo", "democratic republic of congo"), "CZE": ("czech republic",),
    "GBR": ("uk", "britain", "great britain"), "KOR": ("korea",), "MKD": ("macedonia",),
    "MMR": ("burma",), "NLD": ("holland",), "PSE": ("palestine",), "SWZ": ("swaziland",),
    "TLS": ("east timor",), "TUR": ("turkey",), "USA": ("usa", "america"),
}  # fmt: skip
# Of a country, said of its people, where the ending alone does not say so.
DEMONYMS: Phrases = {
    "AFG": ("afghan",), "ARG": ("argentinian",), "BGD": ("bangladeshi",),
    "BRB": ("barbadian",), "BEN": ("beninese",), "BTN": ("bhutanese",),
    "BRA": ("brazilian",), "BFA": ("burkinabe",), "CMR": ("cameroonian",), "CAN": ("canadian",),
    "TCD": ("chadian",), "CHL": ("chilean",),
    "CYP": ("cypriot",), "DOM": ("dominican",), "ECU": ("ecuadorian",), "EGY": ("egyptian",),
    "SLV": ("salvadoran",), "FJI": ("fijian",), "GAB": ("gabonese",), "GHA": ("ghanaian",),
    "HND": ("honduran",), "IRQ": ("iraqi",), "JOR": ("jordanian",),
    "KAZ": ("kazakh",), "XKX": ("kosovar",), "KWT": ("kuwaiti",), "LBN": ("lebanese",),
    "LSO": ("basotho",), "MDG": ("malagasy",),
    "MUS": ("mauritian",), "MEX": ("mexican",), "MAR": ("moroccan",), "MOZ": ("mozambican",),
    "NPL": ("nepalese", "nepali"), "NER": ("nigerien",), "PAK": ("pakistani",),
    "PAN": ("panamanian",), "PER": ("peruvian",), "PHL": ("filipino", "philippine"),
    "SEN": ("senegalese",), "SYC": ("seychellois",), "SLE": ("sierra leonean",),
    "SDN": ("sudanese",), "CHE": ("swiss",), "TJK": ("tajik",), "TGO": ("togolese",),
    "TTO": ("trinidadian",), "TUV": ("tuvaluan",), "UKR": ("ukrainian",),
    "URY": ("uruguayan",), "UZB": ("uzbek",), "VUT": ("vanuatuan",), "YEM": ("yemeni",),
    "ZWE": ("zimbabwean",),
}  # fmt: skip
# What holds a question together and asks for nothing by itself.
FILLING = frozenset(
    """a an the who whom what which that this there where how can could may might will would shall
    should do does did is are was be been being any some someone somebody anyone anybody me us we i
    you they it its our my their please help helps helping offer offers offered offering provide
    provides provided providing give gives find show list need needs needed want wants look looking
    get have has with in by for from to of on at about against and or as before until within into
    through under all every open available experts expert expertise resources resource providers
    provider organisations organisation organizations anything something
    whose delivered given based""".split()  # noqa: SIM905  read as a text, it is short
)


def _people(name: str) -> tuple[str, ...]:
    """Kenya, Kenyan; Burundi, Burundian."""
    ending = {"a": "n", "i": "an"}.get(name[-1:], "")
    return (f"{name}{ending}",) if ending else ()


# How people call headings of other frameworks, by the framework.
HEADINGS: Phrases = {
    "budapest-article": (
        "article {code} of the budapest convention",
        "budapest convention article {code}",
        "article {code} of the convention on cybercrime",
        "budapest {code}",
    ),
    "cmm-2021": ("cmm {code}",),
    "gci-v5": ("gci {code}",),
    "gfce-theme": ("gfce {code}",),
    "ncsi-v2": ("ncsi {code}",),
    "ncsi-v3-capacity": ("ncsi {code}",),
}

BOOK = Book(
    code="en",
    closed=CLOSED,
    areas=AREAS,
    countries=COUNTRIES,
    demonyms=DEMONYMS,
    languages=LANGUAGES,
    in_language="in {name}",
    by="by",
    before=frozenset({"by", "before", "until", "till"}),
    leading=frozenset({"the", "end", "of"}),
    filling=FILLING,
    endings=(("ies", "y"), ("ics", "ic"), ("es", ""), ("s", "")),
    people=_people,
    territories=("GB",),
    headings=HEADINGS,
)
