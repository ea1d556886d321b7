"""Words in columns' names that say what they are for, in English, Spanish and German."""

import re
import unicodedata

TARGET_WORDS = frozenset(
    (
        *("class", "classes", "label", "labels", "target", "targets", "outcome", "response"),
        *("species", "survived", "diagnosis", "churn", "fraud"),
        *("clase", "etiqueta", "objetivo", "resultado", "especie", "diagnóstico", "diagnostico"),
        *("ziel", "zielwert", "zielvariable", "zielgröße", "ergebnis", "diagnose"),
    )
)
"""A column is named like a target if this is the last word of its name."""

WHOLE_TARGET_NAMES = frozenset(("y", "price", "precio", "preis", "mpg"))
"""Names of targets that don't say so as the last of several words, as in unit_price."""

FIRST_WORDS = frozenset(
    (
        *("kind", "type", "category", "group", "status", "result", "variety", "cultivar"),
        *("tipo", "categoría", "categoria", "grupo", "estado", "variedad"),
        *("art", "typ", "kategorie", "gruppe", "sorte", "klasse"),
    )
)
"""Last words of names that a target in the first column may have."""

RATING_WORDS = frozenset(
    (
        *("rating", "ratings", "score", "stars", "grade", "quality"),
        *("puntuación", "puntuacion", "calificación", "calificacion", "nota", "bewertung", "note", "qualität"),
    )
)
"""Last words of names of judgements: as the last column they are the target, elsewhere perhaps inputs."""

ID_WORDS = frozenset(
    (
        *("id", "ids", "uuid", "guid", "key", "index", "idx", "no", "nr", "number", "code", "serial", "obs", "#"),
        *("row", "rows", "rowid", "rownum", "rowname", "rownames", "account", "phone", "telephone", "ssn", "iban"),
        *("número", "numero", "código", "codigo", "clave", "fila", "cuenta", "teléfono", "telefono", "dni", "nif"),
        *("zeile", "konto", "telefon", "schlüssel", "kennzeichen"),
    )
)
"""A column is named so if this is the last word of its name, as in case_id or PassengerId."""

ID_ENDINGS = ("nummer", "nr", "kennung")
"""Ends of German words such as Kundennummer."""

TIME_WORDS = frozenset(
    (
        *("time", "second", "minute", "hour", "day", "weekday", "week", "month", "quarter", "year", "date", "datetime"),
        *(
            "timestamp",
            "tiempo",
            "hora",
            "minuto",
            "segundo",
            "día",
            "dia",
            "semana",
            "mes",
            "trimestre",
            "año",
            "anio",
        ),
        *("ano", "fecha", "zeit", "uhrzeit", "sekunde", "stunde", "tag", "wochentag", "woche", "monat", "quartal"),
        *("jahr", "baujahr", "datum", "zeitstempel", "wday"),
    )
)
"""Names of points in time: they may rise by one with each row, and are seldom what is to be predicted."""

STEP_WORDS = TIME_WORDS | {"t", "x", "step", "age", "paso", "edad", "schritt", "alter"}
"""Last words of names of what may rise by one with each row and yet be a measurement."""

PLACE_WORDS = frozenset(
    ("lat", "latitude", "lon", "lng", "long", "longitude", "latitud", "longitud", "breite", "länge")
)
"""Names of coordinates; the last of them stands at the end of many tables of places."""

POSTCODE_WORDS = frozenset(("zip", "zipcode", "postcode", "postalcode", "plz", "postleitzahl"))
POSTCODE_PAIRS = (["postal", "code"], ["zip", "code"], ["post", "code"], ["código", "postal"], ["codigo", "postal"])


def words_of(name: str) -> list[str]:
    """The words of a column's name in small letters: case_id and caseId are both case, id."""
    name = unicodedata.normalize("NFC", name)
    shape = "".join("A" if character.isupper() else "a" if character.isalpha() else character for character in name)
    return [name[found.start() : found.end()].lower() for found in re.finditer(r"A+(?!a)|A?a+|\d+|#", shape)]


def is_named_like_target(name: str) -> bool:
    """Whether a column's name is one that targets usually have, such as class or y."""
    words = words_of(name)
    return not TARGET_WORDS.isdisjoint(words[-1:]) or (len(words) == 1 and words[0] in WHOLE_TARGET_NAMES)


def is_named_like_identifier(name: str) -> bool:
    """Whether a column's name is one of identifiers, such as case_id, row names or Kundennummer."""
    words = words_of(name)
    if not words:
        return False
    last = words[-1]
    return last in ID_WORDS or last.endswith(ID_ENDINGS) or words[0] == "id" or words[-2:] == ["row", "names"]


def is_named_like_postcode(name: str) -> bool:
    """Whether a column's name says that it holds postcodes."""
    words = words_of(name)
    return not POSTCODE_WORDS.isdisjoint(words[-1:]) or words[-2:] in POSTCODE_PAIRS


def is_named_like_time(name: str) -> bool:
    """Whether a column is called as a point in time alone: year is one, delivery_time isn't."""
    words = words_of(name)
    return len(words) == 1 and words[0] in TIME_WORDS


def is_named_like_place(name: str) -> bool:
    """Whether a column is called as a coordinate or a postcode."""
    words = words_of(name)
    return is_named_like_postcode(name) or (len(words) == 1 and words[0] in PLACE_WORDS)
