#!/usr/bin/env python3
"""Writes published-holidays.txt, with which HolidayTableTests compares the table of holidays.

The source is the Python package `holidays` (https://github.com/vacanza/holidays, MIT), which has nothing in common with
announce but the laws. It is needed to make the file again and for nothing else:

    python3 -m venv venv && venv/bin/pip install holidays==0.109
    venv/bin/python Tests/CallFlowTests/Holidays/published-holidays.py > Tests/CallFlowTests/Holidays/published-holidays.txt

Each line: a day, the regions in which it is a public holiday, and the years.
"""
import collections
import holidays

YEARS = range(2000, 2041)


def regions():
    for state in holidays.Germany.subdivisions:
        yield ("DE-BY/Augsburg" if state == "Augsburg" else "DE-" + state), "DE", state
    yield "AT", "AT", None
    for state in holidays.Austria.subdivisions:
        yield "AT-" + state, "AT", state
    yield "CH", "CH", None
    for canton in holidays.Switzerland.subdivisions:
        if len(canton) == 2:
            yield "CH-" + canton, "CH", canton


days = collections.defaultdict(lambda: collections.defaultdict(list))
for region, country, part in regions():
    for year in YEARS:
        for date in holidays.country_holidays(country, subdiv=part, years=year, categories=("public",)):
            days[date.strftime("%m-%d")][year].append(region)
# Catholic municipalities of two states.
for state in ("SN", "TH"):
    for year in YEARS:
        found = holidays.country_holidays("DE", subdiv=state, years=year, categories=("public", "catholic"))
        for date in found:
            days[date.strftime("%m-%d")][year].append(f"DE-{state}/Catholic")


def spans(years):
    result = []
    for year in years:
        if result and result[-1][1] == year - 1:
            result[-1][1] = year
        else:
            result.append([year, year])
    return " ".join(str(a) if a == b else f"{a}-{b}" for a, b in result)


print(f"# holidays {holidays.__version__}, public holidays of {YEARS[0]} to {YEARS[-1]}; written by published-holidays.py")
for day in sorted(days):
    sets = collections.defaultdict(list)
    for year, where in days[day].items():
        sets[" ".join(sorted(set(where)))].append(year)
    for where, years in sorted(sets.items(), key=lambda item: item[1]):
        print(f"{day} | {where} | {spans(sorted(years))}")
