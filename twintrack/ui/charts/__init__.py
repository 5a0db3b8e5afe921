"""
Charts drawn on the server as SVG: readable without a script, as a table, on paper and on a phone.

Each function takes plain values, oldest first, and gives a `Chart` for `ui/_chart.html`.
"""

from twintrack.ui.charts.bars import Bar, Rank, bars, ranks
from twintrack.ui.charts.burn import Forecast, burn_up
from twintrack.ui.charts.chart import Chart, Mark
from twintrack.ui.charts.control import Flag, Point, control
from twintrack.ui.charts.dots import Dot, Line, ageing, scatter
from twintrack.ui.charts.heat import Cell, heat
from twintrack.ui.charts.layers import Layer, cumulative_flow
from twintrack.ui.charts.lines import Band, Course, lines

__all__ = [
    "Band",
    "Bar",
    "Cell",
    "Chart",
    "Course",
    "Dot",
    "Flag",
    "Forecast",
    "Layer",
    "Line",
    "Mark",
    "Point",
    "Rank",
    "ageing",
    "bars",
    "burn_up",
    "control",
    "cumulative_flow",
    "heat",
    "lines",
    "ranks",
    "scatter",
]
