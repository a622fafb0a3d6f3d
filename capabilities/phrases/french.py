"""What is said in French for what the directory filters by, beside the names it has itself."""

from collections.abc import Mapping

from capabilities.phrases.book import Book, Phrases
from capabilities.phrases.writing import vocabulary

KINDS: Phrases = {
    "training": ("formation", "formations", "former", "cours", "stage", "stages", "atelier",
                 "ateliers"),
    "advisory": ("conseil", "conseils", "conseiller", "conseillers", "conseillère",
                 "conseillères", "assistance technique"),
    "mentoring": ("mentorat", "mentor", "mentors", "accompagnement", "tutorat"),
    "secondment": ("détachement", "détachements", "détaché", "détachés", "jumelage"),
    "operational_support": ("appui opérationnel", "soutien opérationnel", "appui aux enquêtes",
                            "appui aux affaires"),
    "equipment": ("matériel", "matériels", "équipement", "équipements"),
    "software": ("logiciels", "logiciel", "outils", "licences"),
    "toolkit": ("boîte à outils publiée", "boîte à outils", "boîtes à outils", "guide", "guides",
                "manuel", "manuels"),
    "funding": ("financement", "financements", "financer", "fonds", "subvention", "subventions",
                "argent"),
    "legal_drafting": ("rédaction législative", "rédaction de lois", "rédaction de textes",
                       "rédaction juridique"),
    "research": ("travaux de recherche", "recherches", "études"),
    "data_access": ("accès aux données", "accès à des données"),
    "certification": ("certification", "certifications", "certificat", "certificats",
                      "accréditation"),
    "network_membership": ("adhésion à un réseau", "appartenance à un réseau"),
}  # fmt: skip
MODES: Phrases = {
    "in_person": ("en présentiel", "présentiel", "en personne", "sur place", "sur site"),
    "remote": ("à distance avec des personnes", "à distance", "en ligne", "virtuel",
               "virtuelle", "en visioconférence", "distanciel", "en distanciel"),
    "self_paced": ("en autonomie", "autoformation", "apprentissage en ligne",
                   "à son rythme", "en libre service", "e learning"),
    "not_stated": ("modalité non précisée",),
}  # fmt: skip
PROVIDER_TYPES: Phrases = {
    "IGO": ("organisation intergouvernementale", "organisations intergouvernementales", "oig"),
    "government": ("gouvernement", "gouvernements", "ministère", "ministères"),
    "NGO": ("organisation non gouvernementale", "organisations non gouvernementales", "ong",
            "association", "associations"),
    "university": ("université ou institut", "université", "universités", "institut", "instituts"),
    "network": ("réseau", "réseaux"),
    "company": ("entreprise", "entreprises", "société commerciale", "firme", "firmes"),
    "toolkit": ("éditeur d’une boîte à outils",),
    "software": ("éditeur de logiciels",),
}  # fmt: skip
SECTORS: Phrases = {
    "public": ("secteur public",),
    "private": ("secteur privé", "industrie"),
    "civil_society": ("société civile",),
    "academia": ("milieu universitaire", "milieux universitaires", "universitaire",
                 "universitaires"),
    "publisher": ("éditeurs", "éditeur"),
}  # fmt: skip
COSTS: Phrases = {
    "free": ("gratuit", "gratuite", "gratuits", "gratuites", "gratuitement", "sans frais",
             "à titre gratuit"),
    "shared": ("coûts partagés", "partage des coûts", "cofinancement"),
    "paid": ("payant", "payante", "payants", "payantes", "commercial", "commerciale"),
    "not_stated": ("coût non précisé",),
}  # fmt: skip
FRESHNESS: Phrases = {
    "6": ("confirmé depuis moins de 6 mois", "confirmé récemment", "récemment confirmé"),
    "12": ("confirmé il y a 6 à 12 mois",),
    "24": ("confirmé il y a 1 à 2 ans",),
    "older": ("confirmé il y a plus longtemps",),
    "never": ("jamais confirmé", "jamais confirmée"),
}
VERIFICATION: Phrases = {
    "verified": ("vérifié par un examinateur", "vérifié", "vérifiée", "vérifiés", "vérifiées"),
    "stated": ("déclaré par son propriétaire",),
    "imported": ("importé pas encore vérifié", "importé", "importée"),
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
    "neutral": ("quelle que soit la langue", "toute langue", "n’importe quelle langue"),
    "not_stated": ("langue non précisée",),
    "ar": ("arabophone", "arabophones"),
    "en": ("anglophone", "anglophones"),
    "es": ("hispanophone", "hispanophones"),
    "fr": ("francophone", "francophones"),
    "pt": ("lusophone", "lusophones"),
}
AREAS: Phrases = {
    "STR-01": ("stratégie de cybercriminalité", "stratégie contre la cybercriminalité",
               "plan d’action"),
    "LEG-01": ("loi sur la cybercriminalité", "lois sur la cybercriminalité",
               "législation sur la cybercriminalité"),
    "LEG-05": ("convention de Budapest", "adhésion à un traité", "adhésion aux traités"),
    "INV-03": ("osint", "sources ouvertes", "renseignement de sources ouvertes",
               "renseignement d’origine sources ouvertes", "réseaux sociaux"),
    "INV-04": ("dark web", "darknet", "darkweb", "web clandestin"),
    "INV-07": ("rançongiciel", "rançongiciels", "ransomware", "extorsion"),
    "INV-08": ("fraude en ligne", "escroquerie en ligne", "escroqueries en ligne", "bec",
               "fraude au président"),
    "FOR-01": ("criminalistique informatique", "criminalistique des disques",
               "forensique informatique"),
    "FOR-02": ("criminalistique mobile", "criminalistique des téléphones", "analyse de téléphones",
               "analyse des téléphones", "forensique mobile", "smartphones"),
    "FOR-03": ("criminalistique de la mémoire", "criminalistique des réseaux",
               "criminalistique réseau"),
    "FOR-04": ("criminalistique du nuage", "criminalistique dans le nuage",
               "criminalistique du cloud"),
    "FOR-05": ("logiciel malveillant", "logiciels malveillants", "maliciel", "maliciels",
               "malware", "rétro-ingénierie", "rétroingénierie"),
    "FOR-08": ("laboratoire de criminalistique", "laboratoires de criminalistique",
               "laboratoire forensique", "accréditation de laboratoire"),
    "FIN-01": ("traçage de cryptomonnaies", "cryptomonnaie", "cryptomonnaies", "cryptoactifs",
               "bitcoin", "actifs virtuels"),
    "CSE-01": ("pédopornographie", "pédocriminalité", "identification des victimes", "csam"),
    "JUS-01": ("formation de procureurs", "formation pour procureurs"),
    "JUS-03": ("formation de juges", "formation judiciaire", "formation des magistrats",
               "formation de magistrats"),
    "INT-01": ("24 7", "réseau 24 7"),
    "INT-02": ("entraide judiciaire", "entraide pénale", "commissions rogatoires"),
    "TIN-01": ("renseignement sur les menaces",),
    "TIN-03": ("csirt", "csirts", "csirt national", "cert"),
    "TRN-02": ("formation de formateurs", "formation des formateurs"),
    "EMR-01": ("hypertrucage", "hypertrucages", "deepfake", "deepfakes"),
}  # fmt: skip
COUNTRIES: Phrases = {
    "ARE": ("émirats",), "CAF": ("rca", "centrafrique"), "COD": ("rdc", "rd congo"),
    "CZE": ("république tchèque",), "GBR": ("grande bretagne", "angleterre"), "KOR": ("corée",),
    "MKD": ("macédoine",), "MMR": ("birmanie",), "NLD": ("hollande",), "TLS": ("timor",),
}  # fmt: skip
_FEMININE = (("ien", "ienne"), ("éen", "éenne"), ("on", "onne"), ("grec", "grecque"),
             ("turc", "turque"), ("e", "e"))  # fmt: skip
_PEOPLE = """\
AFG afghan|ALB albanais|DZA algérien|DEU allemand|AND andorran|AGO angolais|SAU saoudien
ARG argentin|ARM arménien|AUS australien|AUT autrichien|AZE azerbaïdjanais|BHS bahaméen
BHR bahreïnien|BGD bangladais|BRB barbadien|BEL belge|BLZ bélizien|BEN béninois
BTN bhoutanais|BLR bélarussien|BOL bolivien|BIH bosnien|BWA botswanais|BRA brésilien
BRN brunéien|BGR bulgare|BFA burkinabè|BDI burundais|KHM cambodgien|CMR camerounais
CAN canadien|CPV cap-verdien|CAF centrafricain|CHL chilien|CHN chinois|CYP chypriote
COL colombien|COM comorien|KOR coréen|CRI costaricien|CIV ivoirien|HRV croate|CUB cubain
DNK danois|DJI djiboutien|DOM dominicain|DMA dominiquais|EGY égyptien|ARE émirien
ECU équatorien|ERI érythréen|ESP espagnol|EST estonien|USA américain|ETH éthiopien
FJI fidjien|FIN finlandais|FRA français|GAB gabonais|GMB gambien|GEO géorgien|GHA ghanéen
GRC grec|GRD grenadien|GTM guatémaltèque|GIN guinéen|GNQ équato-guinéen|GUY guyanien
HTI haïtien|HND hondurien|HUN hongrois|IND indien|IDN indonésien|IRQ irakien|IRN iranien
IRL irlandais|ISL islandais|ISR israélien|ITA italien|JAM jamaïcain|JPN japonais
JOR jordanien|KAZ kazakh|KEN kényan|KGZ kirghize|XKX kosovar|KWT koweïtien|LAO laotien
LSO lesothan|LVA letton|LBN libanais|LBR libérien|LBY libyen|LTU lituanien
LUX luxembourgeois|MKD macédonien|MDG malgache|MYS malaisien|MWI malawien|MDV maldivien
MLI malien|MLT maltais|MAR marocain|MUS mauricien|MRT mauritanien|MEX mexicain|MDA moldave
MNG mongol|MNE monténégrin|MOZ mozambicain|MMR birman|NAM namibien|NPL népalais
NIC nicaraguayen|NER nigérien|NGA nigérian|NOR norvégien|NZL néo-zélandais|OMN omanais
UGA ougandais|UZB ouzbek|PAK pakistanais|PSE palestinien|PAN panaméen|PRY paraguayen
NLD néerlandais|PER péruvien|PHL philippin|POL polonais|PRT portugais|QAT qatarien
ROU roumain|GBR britannique|RUS russe|RWA rwandais|SLV salvadorien|WSM samoan|STP santoméen
SEN sénégalais|SRB serbe|SYC seychellois|SLE sierra-léonais|SGP singapourien|SVK slovaque
SVN slovène|SOM somalien|SDN soudanais|LKA sri-lankais|SWE suédois|CHE suisse|SUR surinamais
SYR syrien|TJK tadjik|TZA tanzanien|TCD tchadien|CZE tchèque|THA thaïlandais|TGO togolais
TON tongien|TTO trinidadien|TUN tunisien|TKM turkmène|TUR turc|TUV tuvaluan|UKR ukrainien
URY uruguayen|VUT vanuatuan|VEN vénézuélien|VNM vietnamien|YEM yéménite|ZMB zambien
ZWE zimbabwéen|ZAF sud-africain|SSD sud-soudanais|PNG papouasien"""


def _inflected(people: str) -> tuple[str, ...]:
    """Sénégalais, sénégalaise, sénégalaises."""
    fits = (people[: -len(end)] + her for end, her in _FEMININE if people.endswith(end))
    her = next(fits, f"{people}e")
    them = people if people.endswith("s") else f"{people}s"
    return tuple(dict.fromkeys([people, her, them, f"{her}s"]))


DEMONYMS: Phrases = {
    entry[:3]: _inflected(entry[4:]) for entry in _PEOPLE.replace("\n", "|").split("|")
}
# What the apostrophe cuts off stands alone: d’ici is “d ici”.
FILLING = vocabulary(
    """à a ai afin ainsi après as au aucun aucune auprès aussi autour autre autres aux auxquels
    avant avec avez avoir avons c ce cela celle celui ces cet cette ceux chez ci comme
    comment contre d dans de depuis des dès dont du elle elles en entre es est et être eux
    faut ici il ils j je jusqu l la laquelle le lequel les lesquels leur leurs lors lui m ma
    mais me mes moi mon n ne ni nos notre nous on ont ou où par parmi pas pendant peut
    peuvent pour pourra pourrait pouvez pouvons qu quand que quel quelle quelles quelqu
    quelque quelques quels qui quoi s sa sans sera se selon ses si son sont sous sur t ta
    tes toi ton tous tout toute toutes un une uns vers vos votre vous y aide aident aider
    aidera aides aidez appuyer besoin besoins cherche cherchent chercher cherchez cherchons
    chose disponible disponibles donne donner expert experte experts expertes expertise
    fournir fournissent fournit liste montrer montrez offert offerte offertes offerts offre
    offrent offres offrir organisation organisations organisme organismes ouvert ouverte
    ouvertes ouverts pays prestataire prestataires propose proposé proposée proposent
    proposer ressource ressources souhaite souhaitons soutenir trouver trouve veulent veut
    veux voudrais voudrions merci svp matière domaine car donc puis fin recherche
    recherchent recherchons"""
)
# How people call headings of other frameworks, by the framework.
HEADINGS: Phrases = {
    "budapest-article": (
        "article {code} de la convention de budapest",
        "convention de budapest article {code}",
        "article {code} de la convention sur la cybercriminalité",
    ),
}

BOOK = Book(
    code="fr",
    closed=CLOSED,
    areas=AREAS,
    countries=COUNTRIES,
    demonyms=DEMONYMS,
    languages=LANGUAGES,
    in_language="en {name}",
    by="avant",
    before=vocabulary("avant ici jusqu pour"),
    leading=vocabulary("à au la le l les fin de du d des mois en année an"),
    filling=FILLING,
    endings=(("eaux", "eau"), ("aux", "al"), ("ales", "al"), ("ale", "al"), ("x", ""),
             ("es", ""), ("e", ""), ("s", "")),
    territories=("CA",),
    headings=HEADINGS,
)  # fmt: skip
