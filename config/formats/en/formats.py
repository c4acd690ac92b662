"""English dates and times in the European order: 4 December 2026, 14:32."""

DATE_FORMAT = "j F Y"
TIME_FORMAT = "H:i"
DATETIME_FORMAT = "j F Y, H:i"
SHORT_DATE_FORMAT = "Y-m-d"
DATE_INPUT_FORMATS = ["%Y-%m-%d", "%d/%m %Y", "%d/%m/%Y", "%d.%m.%Y", "%d %B %Y", "%d %b %Y"]
