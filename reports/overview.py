"""What a person meets first: the one next thing to do."""


def overview_for(user) -> dict:
    return {}
