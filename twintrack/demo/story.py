"""What the made-up company makes, and what its customers said."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Words:
    """What a customer said about a product."""

    customer: str
    product: str
    kind: str
    severity: str
    chinese: str
    english: str


PRODUCTS = {
    "h3": ("H3 运动控制器", "H3 motion controller", ("张力控制", "Tension control")),
    "app": ("云视 App", "Cloudview app", ("报表", "Reports")),
    "bms": ("BMS 电池管理", "BMS battery management", ("快充", "Fast charging")),
}

CUSTOMERS = {
    "ninghai": ("宁海汽车电子", "Ninghai Auto Electronics", "A"),
    "boltwerk": ("BoltWerk GmbH", "BoltWerk GmbH", "A"),
    "huayue": ("华越医疗", "Huayue Medical", "B"),
    "jiangnan": ("江南精密", "Jiangnan Precision", "B"),
    "donglan": ("东澜半导体", "Donglan Semiconductor", "C"),
}

SAID = (
    Words(
        customer="ninghai",
        product="h3",
        kind="complaint",
        severity="blocker",
        chinese="2 号线换卷的时候张力会突然跳一下，薄膜就断了。每个班要停三四次。",
        english="Tension jumps at every reel change and the film breaks. We stop daily.",
    ),
    Words(
        customer="boltwerk",
        product="h3",
        kind="request",
        severity="major",
        chinese="断带以后能不能自动停机，并提示怎么恢复？现在要翻手册。",
        english="Could it stop by itself after a break and guide the restart?",
    ),
    Words(
        customer="huayue",
        product="app",
        kind="complaint",
        severity="major",
        chinese="月度报表导不出 PDF，审计要纸质件。",
        english="The monthly report does not export to PDF. Our auditors want paper.",
    ),
    Words(
        customer="jiangnan",
        product="app",
        kind="request",
        severity="minor",
        chinese="能耗报表希望按班次拆开。",
        english="Please split the energy report by shift.",
    ),
    Words(
        customer="donglan",
        product="bms",
        kind="question",
        severity="minor",
        chinese="快充路线 B 什么时候有样机？",
        english="When is there a prototype of fast charging route B?",
    ),
    Words(
        customer="ninghai",
        product="app",
        kind="praise",
        severity="trivial",
        chinese="新版告警很清楚，夜班轻松多了。",
        english="The new alarms are clear; night shifts are much calmer.",
    ),
)

# Kind, name in both languages, and in how many days each is due.
MILESTONES = (
    ("core_module_tested", "张力前馈模块测试通过", "Tension feed-forward tested", -2),
    ("beta_ready", "现场试用版就绪", "Field beta ready", 24),
    ("release_ready", "3.3 版发布就绪", "Version 3.3 ready for release", 55),
)
