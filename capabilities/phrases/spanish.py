"""What is said in Spanish for what the directory filters by, beside the names it has itself."""

from collections.abc import Mapping

from capabilities.phrases.book import Book, Phrases
from capabilities.phrases.writing import vocabulary

KINDS: Phrases = {
    "training": ("capacitación", "capacitaciones", "capacitar", "formación", "formar", "curso",
                 "cursos", "taller", "talleres", "adiestramiento"),
    "advisory": ("asesoramiento", "asesoría", "asesorías", "asesorar", "asesor", "asesora",
                 "asesores", "asesoras", "consultoría", "asistencia técnica"),
    "mentoring": ("mentoría", "mentorías", "mentor", "mentora", "mentores", "tutoría",
                  "acompañamiento"),
    "secondment": ("adscripción", "adscripciones", "comisión de servicio", "hermanamiento"),
    "operational_support": ("apoyo operativo", "apoyo operacional", "apoyo en casos",
                            "apoyo a casos"),
    "equipment": ("equipo", "equipos", "equipamiento", "material"),
    "software": ("programas informáticos", "programa informático", "software", "herramientas",
                 "licencias"),
    "toolkit": ("guía práctica publicada", "guía práctica", "guía", "guías", "manual",
                "manuales", "caja de herramientas"),
    "funding": ("financiación", "financiamiento", "financiar", "fondos", "fondo", "subvención",
                "subvenciones", "dinero"),
    "legal_drafting": ("redacción legislativa", "redacción de leyes", "redacción jurídica",
                       "técnica legislativa"),
    "research": ("investigación académica", "estudios"),
    "data_access": ("acceso a datos", "acceso a los datos"),
    "certification": ("certificación", "certificaciones", "certificado", "certificados",
                      "acreditación"),
    "network_membership": ("pertenencia a una red", "adhesión a una red"),
}  # fmt: skip
MODES: Phrases = {
    "in_person": ("presencial", "presenciales", "en persona", "sobre el terreno", "in situ"),
    "remote": ("a distancia con personas", "a distancia", "en línea", "virtual", "virtuales",
               "remoto", "remota", "remotos", "remotas", "por videoconferencia"),
    "self_paced": ("a su propio ritmo", "autoaprendizaje", "autoservicio", "aprendizaje en línea",
                   "e learning"),
    "not_stated": ("modalidad no indicada",),
}  # fmt: skip
PROVIDER_TYPES: Phrases = {
    "IGO": ("organización intergubernamental", "organizaciones intergubernamentales", "oig"),
    "government": ("gobierno", "gobiernos", "ministerio", "ministerios"),
    "NGO": ("organización no gubernamental", "organizaciones no gubernamentales", "ong", "ongs",
            "asociación", "asociaciones"),
    "university": ("universidad o instituto", "universidad", "universidades", "instituto",
                   "institutos"),
    "network": ("red", "redes"),
    "company": ("empresa", "empresas", "compañía", "compañías"),
    "toolkit": ("editor de una guía práctica",),
    "software": ("editor de programas informáticos",),
}  # fmt: skip
SECTORS: Phrases = {
    "public": ("sector público",),
    "private": ("sector privado", "industria"),
    "civil_society": ("sociedad civil",),
    "academia": ("sector académico", "mundo académico", "académico", "académica", "académicos",
                 "académicas"),
    "publisher": ("editores", "editor", "editora", "editoras"),
}  # fmt: skip
COSTS: Phrases = {
    "free": ("gratuito", "gratuita", "gratuitos", "gratuitas", "gratis", "sin costo",
             "sin coste", "sin cargo"),
    "shared": ("costos compartidos", "costes compartidos", "cofinanciación"),
    "paid": ("de pago", "pagado", "pagados", "comercial", "comerciales"),
    "not_stated": ("costo no indicado",),
}  # fmt: skip
FRESHNESS: Phrases = {
    "6": ("confirmado en los últimos 6 meses", "confirmado recientemente",
          "recientemente confirmado"),
    "12": ("confirmado hace entre 6 y 12 meses",),
    "24": ("confirmado hace entre 1 y 2 años",),
    "older": ("confirmado hace más tiempo",),
    "never": ("nunca confirmado", "nunca confirmada"),
}  # fmt: skip
VERIFICATION: Phrases = {
    "verified": ("verificado por un revisor", "verificado", "verificada", "verificados",
                 "verificadas"),
    "stated": ("declarado por su propietario",),
    "imported": ("importado aún no verificado", "importado", "importada"),
}  # fmt: skip
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
    "neutral": ("sin importar el idioma", "cualquier idioma"),
    "not_stated": ("idioma no indicado",),
    "ar": ("arabófono", "arabófonos"),
    "en": ("anglófono", "anglófonos", "angloparlantes"),
    "es": ("castellano", "hispanohablante", "hispanohablantes"),
    "fr": ("francófono", "francófonos"),
    "pt": ("lusófono", "lusófonos"),
}
AREAS: Phrases = {
    "STR-01": ("estrategia de ciberdelincuencia", "estrategia contra la ciberdelincuencia",
               "plan de acción"),
    "LEG-01": ("ley de ciberdelincuencia", "leyes de ciberdelincuencia",
               "legislación sobre ciberdelincuencia"),
    "LEG-05": ("convenio de Budapest", "adhesión a tratados"),
    "INV-03": ("osint", "fuentes abiertas", "inteligencia de fuentes abiertas", "redes sociales"),
    "INV-04": ("dark web", "darknet", "darkweb", "web oscura", "red oscura"),
    "INV-07": ("ransomware", "programas de secuestro", "extorsión"),
    "INV-08": ("fraude en línea", "estafas en línea", "estafa en línea", "bec"),
    "FOR-01": ("informática forense", "análisis forense informático",
               "análisis forense de discos"),
    "FOR-02": ("forense móvil", "análisis forense móvil", "análisis forense de teléfonos",
               "análisis de teléfonos", "forense de móviles", "teléfonos inteligentes"),
    "FOR-03": ("análisis forense de memoria", "análisis forense de redes",
               "análisis forense en vivo"),
    "FOR-04": ("análisis forense en la nube",),
    "FOR-05": ("programas maliciosos", "programa malicioso", "malware", "ingeniería inversa"),
    "FOR-08": ("laboratorio forense", "laboratorios forenses", "acreditación de laboratorios"),
    "FIN-01": ("rastreo de criptomonedas", "criptomoneda", "criptomonedas", "criptoactivos",
               "bitcoin", "activos virtuales"),
    "CSE-01": ("pornografía infantil", "abuso sexual infantil", "identificación de víctimas",
               "csam"),
    "JUS-01": ("formación de fiscales", "cursos para fiscales"),
    "JUS-03": ("capacitación de jueces", "formación de jueces", "formación judicial"),
    "INT-01": ("24 7", "red 24 7"),
    "INT-02": ("asistencia judicial recíproca", "asistencia jurídica mutua",
               "asistencia judicial"),
    "TIN-01": ("inteligencia sobre amenazas", "inteligencia de amenazas"),
    "TIN-03": ("csirt", "csirts", "csirt nacional", "cert"),
    "TRN-02": ("formación de formadores", "formación de instructores",
               "capacitación de instructores"),
    "EMR-01": ("ultrafalsificación", "ultrafalsificaciones", "deepfake", "deepfakes"),
}  # fmt: skip
COUNTRIES: Phrases = {
    "ARE": ("emiratos",), "CAF": ("centroáfrica",), "CIV": ("costa de marfil",),
    "COD": ("rdc", "rd congo"), "CZE": ("república checa",),
    "GBR": ("gran bretaña", "inglaterra"), "KOR": ("corea",), "MMR": ("birmania",),
    "NLD": ("holanda",), "PSE": ("palestina",), "SWZ": ("suazilandia",),
    "TLS": ("timor oriental",), "USA": ("eeuu", "ee uu"),
}  # fmt: skip
# The singular of him, and what stands for its ending: her, them, the women among them.
_FORMS = (("o", "o a os as"), ("és", "és esa eses esas"), ("án", "án ana anes anas"),
          ("í", "í íes ís"), ("ol", "ol ola oles olas"), ("", " s"))  # fmt: skip
_PEOPLE = """AFG afgano|ALB albanés|DZA argelino|DEU alemán|AND andorrano|AGO angoleño|SAU saudí
ARG argentino|ARM armenio|AUS australiano|AUT austriaco|AZE azerbaiyano|BHS bahameño
BHR bareiní|BGD bangladesí|BRB barbadense|BEL belga|BLZ beliceño|BEN beninés|BTN butanés
BLR bielorruso|BOL boliviano|BIH bosnio|BWA botsuano|BRA brasileño|BRN bruneano|BGR búlgaro
BFA burkinés|BDI burundés|KHM camboyano|CMR camerunés|CAN canadiense|CPV caboverdiano
CAF centroafricano|CHL chileno|CHN chino|CYP chipriota|COL colombiano|COM comorense
KOR coreano|CRI costarricense|CIV marfileño|HRV croata|CUB cubano|DNK danés|DJI yibutiano
DOM dominicano|DMA dominiqués|EGY egipcio|ARE emiratí|ECU ecuatoriano|ERI eritreo
ESP español|EST estonio|USA estadounidense|ETH etíope|FJI fiyiano|FIN finlandés|FRA francés
GAB gabonés|GMB gambiano|GEO georgiano|GHA ghanés|GRC griego|GRD granadino|GTM guatemalteco
GIN guineano|GNQ ecuatoguineano|GUY guyanés|HTI haitiano|HND hondureño|HUN húngaro|IND indio
IDN indonesio|IRQ iraquí|IRN iraní|IRL irlandés|ISL islandés|ISR israelí|ITA italiano
JAM jamaicano|JPN japonés|JOR jordano|KAZ kazajo|KEN keniano|KEN keniata|KGZ kirguís
XKX kosovar|KWT kuwaití|LAO laosiano|LSO lesotense|LVA letón|LBN libanés|LBR liberiano
LBY libio|LTU lituano|LUX luxemburgués|MKD macedonio|MDG malgache|MYS malasio|MWI malauí
MDV maldivo|MLI maliense|MLT maltés|MAR marroquí|MUS mauriciano|MRT mauritano|MEX mexicano
MDA moldavo|MNG mongol|MNE montenegrino|MOZ mozambiqueño|MMR birmano|NAM namibio|NPL nepalés
NIC nicaragüense|NER nigerino|NGA nigeriano|NOR noruego|NZL neozelandés|OMN omaní
UGA ugandés|UZB uzbeko|PAK pakistaní|PSE palestino|PAN panameño|PRY paraguayo|NLD neerlandés
PER peruano|PHL filipino|POL polaco|PRT portugués|QAT catarí|ROU rumano|GBR británico
RUS ruso|RWA ruandés|SLV salvadoreño|WSM samoano|SEN senegalés|SRB serbio|SYC seychellense
SLE sierraleonés|SGP singapurense|SVK eslovaco|SVN esloveno|SOM somalí|SDN sudanés
LKA esrilanqués|ZAF sudafricano|SSD sursudanés|SWE sueco|CHE suizo|SUR surinamés|SYR sirio
TJK tayiko|TZA tanzano|TCD chadiano|CZE checo|THA tailandés|TGO togolés|TON tongano
TUN tunecino|TKM turcomano|TUR turco|TUV tuvaluano|UKR ucraniano|URY uruguayo|VUT vanuatense
VEN venezolano|VNM vietnamita|YEM yemení|ZMB zambiano|ZWE zimbabuense"""


def _inflected(people: str) -> tuple[str, ...]:
    """Senegalés, senegalesa, senegaleses, senegalesas."""
    end, ends = next((end, ends) for end, ends in _FORMS if people.endswith(end))
    return tuple(people[: len(people) - len(end)] + instead for instead in ends.split(" "))


def _by_country() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for entry in _PEOPLE.replace("\n", "|").split("|"):
        found[entry[:3]] = found.get(entry[:3], ()) + _inflected(entry[4:])
    return found


FILLING = vocabulary(
    """a acerca ahí al algo alguien algún alguna algunas alguno algunos ante aquel aquella así aún
    bajo cada como con contra cual cuál cuales cuáles cualquier cuando cuándo de del desde
    donde dónde durante e el él ella ellas ellos en entre es esa esas ese eso esos esta está
    están estas este esto estos ha hacia hasta hay la las le les lo los más me mi mis mucho
    ni no nos nosotros nuestra nuestras nuestro nuestros o otra otras otro otros para pero
    por porque puede pueda pueden podría podrían que qué quien quién quienes quiénes se sea
    según ser si sin sobre son su sus también te ti todo toda todas todos tras tu tus u un
    una unas uno unos usted ustedes y ya yo antes tardar ayuda ayudar ayudan ayuden ayude
    ayudarnos busca buscan buscar busco buscamos dar da dan disponible disponibles encontrar
    experta expertas experto expertos lista mostrar muestre necesita necesitan necesitamos
    necesito necesidad necesidades ofrece ofrecen ofrecer ofrecido oferta ofertas organismo
    organismos organización organizaciones abierto abierta abiertos abiertas país países
    proporcionar proporciona proveedor proveedores quiere quieren quiero queremos recurso
    recursos tener tiene tienen tenemos conocimientos especializados favor gracias materia
    quisiera quisiéramos brindar brinda brindan apoyar fin pues"""
)
# How people call headings of other frameworks, by the framework.
HEADINGS: Phrases = {
    "budapest-article": (
        "artículo {code} del convenio de budapest",
        "convenio de budapest artículo {code}",
        "artículo {code} del convenio sobre la ciberdelincuencia",
    ),
}

BOOK = Book(
    code="es",
    closed=CLOSED,
    areas=AREAS,
    countries=COUNTRIES,
    demonyms=_by_country(),
    languages=LANGUAGES,
    in_language="en {name}",
    by="antes de",
    before=vocabulary("antes hasta para tardar"),
    leading=vocabulary("a al de del el la los las fin final finales mes en que termine acabe año"),
    filling=FILLING,
    endings=(("ces", "z"), ("es", ""), ("os", ""), ("as", ""), ("s", ""), ("o", ""), ("a", ""),
             ("e", "")),
    territories=("MX", "PE"),
    headings=HEADINGS,
)  # fmt: skip
