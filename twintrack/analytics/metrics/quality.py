"""How good what is built is: test runs, coverage of what changed, builds."""

from twintrack.algorithms.control import Kind
from twintrack.analytics.measures import Good, Measure, Theme, Words

PERCENT = Words("%", "%")
OF = "product, modules, team, person"

QUALITY = (
    Measure(
        code="pass_rate",
        name=Words("Test pass rate", "测试通过率"),
        unit=PERCENT,
        formula=Words(
            "Passed / (passed + failed) of all tests run on main branches. Tests that both failed "
            "and passed on the same commit are flaky and stand apart; skipped ones do not count.",
            "通过 ÷（通过 + 失败），按当周主干分支的全部用例执行合计；"
            "同一提交上既失败又通过的为不稳定用例，单独统计；跳过的不计。",
        ),
        kind=Kind.RATIO,
        good=Good.UP,
        theme=Theme.QUALITY,
        tables=("runs",),
        rows=f"select moment, {OF}, passed as part, passed + failed as whole, "
        "'build' as about, id "
        "from runs where passed + failed > 0",
        factor=100,
    ),
    Measure(
        code="flaky_rate",
        name=Words("Flaky tests", "不稳定用例率"),
        unit=PERCENT,
        formula=Words(
            "Cases with both outcomes on the same commit, of all cases run in the week.",
            "同一提交上结果不一致的用例 ÷ 当周执行的全部用例。",
        ),
        kind=Kind.RATIO,
        good=Good.DOWN,
        theme=Theme.QUALITY,
        tables=("runs",),
        rows=f"select moment, {OF}, flaky as part, passed + failed + flaky as whole, "
        "'build' as about, id from runs where passed + failed + flaky > 0",
        factor=100,
    ),
    Measure(
        code="changed_coverage",
        name=Words("Coverage of changed lines", "变更行覆盖率"),
        unit=PERCENT,
        formula=Words(
            "Of the lines changed in the week that can be run, the share that tests ran.",
            "当周变更的可执行代码行中，被测试执行到的占比。",
        ),
        kind=Kind.RATIO,
        good=Good.UP,
        theme=Theme.QUALITY,
        tables=("runs",),
        rows=f"select moment, {OF}, covered_lines as part, changed_lines as whole, "
        "'build' as about, id from runs where changed_lines > 0",
        factor=100,
    ),
    Measure(
        code="build_success",
        name=Words("Build success", "构建成功率"),
        unit=PERCENT,
        formula=Words(
            "Builds that passed, of those that passed or failed in the week.",
            "当周成功的构建 ÷（成功 + 失败）的构建。",
        ),
        kind=Kind.RATIO,
        good=Good.UP,
        theme=Theme.QUALITY,
        tables=("builds",),
        rows=f"select moment, {OF}, has_passed::int as part, 1 as whole, 'pipeline' as about, id "
        "from builds",
        factor=100,
    ),
)
