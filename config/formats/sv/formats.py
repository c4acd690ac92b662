"""Swedish dates and times as people write them: 4 december 2026, kl. 14.32."""

DATE_FORMAT = "j F Y"
TIME_FORMAT = "H.i"
DATETIME_FORMAT = r"j F Y \k\l. H.i"
SHORT_DATE_FORMAT = "Y-m-d"
DATE_INPUT_FORMATS = ["%Y-%m-%d", "%d/%m %Y", "%d/%m/%Y", "%d.%m.%Y", "%d %B %Y", "%d %b %Y"]
