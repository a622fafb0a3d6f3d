"""Questions in other languages than English, with what they are to be read as."""

import csv
import json

from django.utils import translation

from capabilities.imports.reference.loading import SHIPPED
from capabilities.lookup import Names
from portal.languages import shipped

SIX = ("en", "fr", "es", "ar", "ru", "zh")


def names_in(language: str) -> Names:
    """The names that ship with the portal, as its reader's language has them."""
    taxonomy = json.loads((SHIPPED / "capability_taxonomy.json").read_text())
    english = {row["code"]: row["name"] for row in [*taxonomy["groups"], *taxonomy["areas"]]}
    with (SHIPPED / "countries.csv").open(newline="", encoding="utf-8-sig") as lines:
        rows = list(csv.DictReader(lines))
    called = {row["iso3"]: tuple(filter(None, (row[f"name_{x}"] for x in SIX))) for row in rows}
    with translation.override(language):
        areas = {code: shipped(name) for code, name in english.items()}
    return Names(
        countries={code: found[0] for code, found in called.items()},
        country_names=called,
        areas=areas,
        english=english,
        headings={"cmm-2021|D4.4": "Formal and informal cooperation"},
    )


MOBILE_FOR_MALAWI = {"country": ("MWI",), "area": ("FOR-02",), "language": ("en",)}
# A question; the filters that it names; by which month; what is left to be searched for.
FRENCH = [
    ("qui peut aider le Malawi avec la criminalistique mobile en anglais d’ici juin",
     MOBILE_FOR_MALAWI, "2027-06", ""),
    ("Qui peut aider la police malawienne d'ici la fin du mois de décembre ?",
     {"country": ("MWI",)}, "2026-12", "police"),
    ("Cote d'Ivoire", {"country": ("CIV",)}, "", ""),
    ("les procureurs kényans : formation", {"country": ("KEN",), "kind": ("training",)}, "",
     "procureurs"),
    ("formation des procureurs pour le Togo", {"country": ("TGO",), "area": ("JUS-01",)}, "", ""),
    ("Guinée-Bissau", {"country": ("GNB",)}, "", ""),
    ("aide à la Guinée", {"country": ("GIN",)}, "", ""),
    ("la RDC", {"country": ("COD",)}, "", ""),
    ("Bolivie", {"country": ("BOL",)}, "", ""),
    ("le Royaume-Uni", {"country": ("GBR",)}, "", ""),
    ("aux États-Unis", {"country": ("USA",)}, "", ""),
    ("une experte sénégalaise", {"country": ("SEN",)}, "", ""),
    ("cours en français pour le Sénégal", {"country": ("SEN",), "kind": ("training",),
     "language": ("fr",)}, "", ""),
    ("ateliers en swahili ou en portugais", {"kind": ("training",), "language": ("pt", "sw")},
     "", ""),
    ("formation francophone", {"kind": ("training",), "language": ("fr",)}, "", ""),
    ("analyse des téléphones à distance", {"area": ("FOR-02",), "mode": ("remote",)}, "", ""),
    ("appareils mobiles", {"area": ("FOR-02",)}, "", ""),
    ("appareil mobile", {"area": ("FOR-02",)}, "", ""),
    ("criminalistique", {}, "", "criminalistique"),
    ("criminalistique numérique", {"area": ("FOR",)}, "", ""),
    ("FOR-02", {"area": ("FOR-02",)}, "", ""),
    ("rançongiciels", {"area": ("INV-07",)}, "", ""),
    ("point de contact 24/7", {"area": ("INT-01",)}, "", ""),
    ("cmm-2021 D4.4", {"framework": ("cmm-2021|D4.4",)}, "", ""),
    ("gratuit et en autonomie", {"cost": ("free",), "mode": ("self_paced",)}, "", ""),
    ("mentorat en présentiel par une ONG", {"kind": ("mentoring",), "mode": ("in_person",),
     "provider_type": ("NGO",)}, "", ""),
    ("entreprises du secteur privé", {"provider_type": ("company",), "sector": ("private",)},
     "", ""),
    ("subventions vérifiées avant 2028", {"kind": ("funding",), "verification": ("verified",)},
     "2028-12", ""),
    ("matériel jusqu’en mars 2027", {"kind": ("equipment",)}, "2027-03", ""),
    ("matériel pour janv. 2027", {"kind": ("equipment",)}, "2027-01", ""),
    ("conseils avant 2027-02", {"kind": ("advisory",)}, "2027-02", ""),
    ("conseils avant personne", {"kind": ("advisory",)}, "", "personne"),
    ("mentoring in English by June", {"kind": ("mentoring",), "language": ("en",)}, "2027-06", ""),
    ("qui peut nous aider ?", {}, "", ""),
    ("je recherche une formation", {"kind": ("training",)}, "", ""),
    ("manuel de l’ENFSI", {"kind": ("toolkit",)}, "", "enfsi"),
    ("à la fin de l’année", {}, "", "annee"),
]  # fmt: skip
SPANISH = [
    ("¿quién puede ayudar a Malawi con análisis forense móvil en inglés antes de junio?",
     MOBILE_FOR_MALAWI, "2027-06", ""),
    ("¿Quién puede ayudar a la policía malauí antes de finales de diciembre?",
     {"country": ("MWI",)}, "2026-12", "policia"),
    ("Costa de Marfil", {"country": ("CIV",)}, "", ""),
    ("KENIA", {"country": ("KEN",)}, "", ""),
    ("fiscales kenianos: capacitación", {"country": ("KEN",), "kind": ("training",)}, "",
     "fiscales"),
    ("capacitación de fiscales para el Togo", {"country": ("TGO",), "area": ("JUS-01",)}, "", ""),
    ("Guinea-Bissau", {"country": ("GNB",)}, "", ""),
    ("ayuda a Guinea", {"country": ("GIN",)}, "", ""),
    ("el Reino Unido", {"country": ("GBR",)}, "", ""),
    ("Venezuela", {"country": ("VEN",)}, "", ""),
    ("los Estados Unidos", {"country": ("USA",)}, "", ""),
    ("expertas senegalesas", {"country": ("SEN",)}, "", ""),
    ("cursos en francés para Francia", {"country": ("FRA",), "kind": ("training",),
     "language": ("fr",)}, "", ""),
    ("cursos en suajili o portugués", {"kind": ("training",), "language": ("pt", "sw")}, "", ""),
    ("análisis de teléfonos a distancia", {"area": ("FOR-02",), "mode": ("remote",)}, "", ""),
    ("dispositivo móvil", {"area": ("FOR-02",)}, "", ""),
    ("forense", {}, "", "forense"),
    ("análisis forense digital", {"area": ("FOR",)}, "", ""),
    ("FOR-02", {"area": ("FOR-02",)}, "", ""),
    ("ransomware", {"area": ("INV-07",)}, "", ""),
    ("red 24/7", {"area": ("INT-01",)}, "", ""),
    ("cmm-2021 D4.4", {"framework": ("cmm-2021|D4.4",)}, "", ""),
    ("gratis y a su propio ritmo", {"cost": ("free",), "mode": ("self_paced",)}, "", ""),
    ("mentoría presencial de una ONG", {"kind": ("mentoring",), "mode": ("in_person",),
     "provider_type": ("NGO",)}, "", ""),
    ("empresas del sector privado", {"provider_type": ("company",), "sector": ("private",)},
     "", ""),
    ("subvenciones verificadas antes de 2028", {"kind": ("funding",),
     "verification": ("verified",)}, "2028-12", ""),
    ("equipos hasta marzo de 2027", {"kind": ("equipment",)}, "2027-03", ""),
    ("equipos a más tardar en setiembre", {"kind": ("equipment",)}, "2027-09", ""),
    ("asesoramiento para 2027-02", {"kind": ("advisory",)}, "2027-02", ""),
    ("asesoramiento para nadie", {"kind": ("advisory",)}, "", "nadie"),
    ("mentoring in English by June", {"kind": ("mentoring",), "language": ("en",)}, "2027-06", ""),
    ("¿quién puede ayudarnos?", {}, "", ""),
    ("manual de ENFSI", {"kind": ("toolkit",)}, "", "enfsi"),
]  # fmt: skip
ARABIC = [
    ("من يمكنه مساعدة ملاوي في فحص الأجهزة المحمولة باللغة الإنجليزية قبل يونيو",
     MOBILE_FOR_MALAWI, "2027-06", ""),
    ("من يستطيع مساعدة الشرطة الملاوية بحلول نهاية شهر ديسمبر؟",
     {"country": ("MWI",)}, "2026-12", "الشرطة"),
    ("كوت ديفوار", {"country": ("CIV",)}, "", ""),
    ("لكينيا", {"country": ("KEN",)}, "", ""),
    ("لليبيا", {"country": ("LBY",)}, "", ""),
    ("ليبيا ولبنان", {"country": ("LBN", "LBY")}, "", ""),
    ("بنما", {"country": ("PAN",)}, "", ""),
    ("النيابة الكينية: تدريب", {"country": ("KEN",), "kind": ("training",)}, "", "النيابة"),
    ("تدريب المدعين العامين لتوغو", {"country": ("TGO",), "area": ("JUS-01",)}, "", ""),
    ("غينيا بيساو", {"country": ("GNB",)}, "", ""),
    ("مساعدة غينيا", {"country": ("GIN",)}, "", ""),
    ("بريطانيا", {"country": ("GBR",)}, "", ""),
    ("للولايات المتحدة", {"country": ("USA",)}, "", ""),
    ("الأردن والسنغال", {"country": ("JOR", "SEN")}, "", ""),
    ("خبراء سنغاليون", {"country": ("SEN",)}, "", ""),
    ("دورات بالفرنسية لفرنسا", {"country": ("FRA",), "kind": ("training",),
     "language": ("fr",)}, "", ""),
    ("دورات بالسواحلية أو بالبرتغالية", {"kind": ("training",), "language": ("pt", "sw")},
     "", ""),
    ("فحص الهواتف عن بُعد", {"area": ("FOR-02",), "mode": ("remote",)}, "", ""),
    ("أجهزة محمولة", {"area": ("FOR-02",)}, "", ""),
    ("جنائية", {}, "", "جنائية"),
    ("الأدلة الجنائية الرقمية", {"area": ("FOR",)}, "", ""),
    ("FOR-02", {"area": ("FOR-02",)}, "", ""),
    ("برمجيات الفدية", {"area": ("INV-07",)}, "", ""),
    ("شبكة 24/7", {"area": ("INT-01",)}, "", ""),
    ("شبكة ٢٤/٧", {"area": ("INT-01",)}, "", ""),
    ("cmm-2021 D4.4", {"framework": ("cmm-2021|D4.4",)}, "", ""),
    ("تدريب مجاني ذاتي", {"kind": ("training",), "cost": ("free",), "mode": ("self_paced",)},
     "", ""),
    ("توجيه حضوري من منظمة غير حكومية", {"kind": ("mentoring",), "mode": ("in_person",),
     "provider_type": ("NGO",)}, "", ""),
    ("شركات القطاع الخاص", {"provider_type": ("company",), "sector": ("private",)}, "", ""),
    ("مِنَح متحقق منها قبل 2028", {"kind": ("funding",), "verification": ("verified",)},
     "2028-12", ""),
    ("معدات حتى مارس ٢٠٢٧", {"kind": ("equipment",)}, "2027-03", ""),
    ("معدات قبل كانون الثاني من عام 2027", {"kind": ("equipment",)}, "2027-01", ""),
    ("مشورة قبل 2027-02", {"kind": ("advisory",)}, "2027-02", ""),
    ("مشورة قبل أحد", {"kind": ("advisory",)}, "", "أحد"),
    ("mentoring in English by June", {"kind": ("mentoring",), "language": ("en",)}, "2027-06", ""),
    ("من يمكنه مساعدتنا؟", {}, "", ""),
    ("دليل عملي من ENFSI", {"kind": ("toolkit",)}, "", "enfsi"),
]  # fmt: skip
QUESTIONS = {"fr": FRENCH, "es": SPANISH, "ar": ARABIC}
