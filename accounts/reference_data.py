"""The organisations that exist in Sweden, read from accounts/data; docs/reference-data.md says where they come from."""

import csv
from pathlib import Path

from accounts.actions import OrganisationRow
from accounts.models import Organisation

DATA = Path(__file__).resolve().parent / "data"
SKR = OrganisationRow("SKR", "Sveriges Kommuner och Regioner", Organisation.Kind.ASSOCIATION, can_coordinate=True)


def reference_organisations() -> list[OrganisationRow]:
    """The 290 municipalities, the 21 regions, and those that may coordinate rounds: SKR and the 21 Länsstyrelser.

    Municipalities have the code of Statistics Sweden ("1780"), regions 00 and the code of their county ("0017"), the
    Länsstyrelser LST- and that code ("LST-17").
    """
    municipalities = _rows("municipalities.csv")
    counties = {row["county_code"]: row["county_name"] for row in municipalities}
    return [
        *(OrganisationRow(row["code"], row["name"], county=row["county_name"]) for row in municipalities),
        *(
            OrganisationRow(row["id"], row["title"], Organisation.Kind.REGION, county=counties[row["id"][2:]])
            for row in _rows("regions.csv")
        ),
        *(_county_board(code, county) for code, county in sorted(counties.items())),
        SKR,
    ]


def _county_board(code: str, county: str) -> OrganisationRow:
    return OrganisationRow(
        f"LST-{code}", f"Länsstyrelsen i {county}", Organisation.Kind.AGENCY, county=county, can_coordinate=True
    )


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))
