"""Small reports in the shape that real tools write."""

PYTEST = """<?xml version="1.0" encoding="utf-8"?>
<testsuites name="pytest tests"><testsuite name="pytest" errors="1" failures="1" skipped="2"
 tests="5" time="1.5" timestamp="2026-11-20T09:00:00+08:00" hostname="ci">
<testcase classname="tests.tuning.test_limits.TestLimits" name="test_low[1-2]" time="0.25" />
<testcase classname="tests.tuning.test_limits" name="test_high" time="1.0"><failure
 message="assert 3 == 4">def test_high():
&gt;   assert 3 == 4
E   assert 3 == 4</failure><system-out>noise</system-out></testcase>
<testcase classname="tests.fieldbus.test_bus" name="test_open" time="0.1"><error
 message="failed on setup with &quot;OSError&quot;">OSError</error></testcase>
<testcase classname="tests.fieldbus.test_bus" name="test_later"><skipped type="pytest.skip"
 message="no bus">tests/x.py:1: no bus</skipped></testcase>
<testcase classname="tests.fieldbus.test_bus" name="test_known"><skipped type="pytest.xfail"
 message="" /></testcase>
</testsuite></testsuites>"""

SUREFIRE = """<?xml version="1.0" encoding="UTF-8"?>
<testsuite xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" name="com.acme.DriveTest"
 time="1,025.302" tests="4" errors="0" skipped="1" failures="1" flakes="1">
<properties><property name="java.version" value="21"/></properties>
<testcase name="starts" classname="com.acme.DriveTest" time="1,025.302"/>
<testcase name="stops" classname="com.acme.DriveTest" time="0.004">
<flakyFailure message="timeout" type="java.lang.AssertionError"><stackTrace><![CDATA[java
 at com.acme]]></stackTrace><system-out><![CDATA[out]]></system-out></flakyFailure></testcase>
<testcase name="turns" classname="com.acme.DriveTest" time="0.004">
<failure message="expected 1" type="java.lang.AssertionError"><![CDATA[java.lang.AssertionError
 at com.acme.DriveTest.turns(DriveTest.java:9)]]></failure>
<rerunFailure message="expected 1" type="java.lang.AssertionError">again</rerunFailure></testcase>
<testcase name="later" classname="com.acme.DriveTest" time="0"><skipped/></testcase>
</testsuite>"""

GRADLE = """<?xml version="1.0" encoding="UTF-8"?>
<testsuite name="com.acme.BusTest" tests="3" skipped="0" failures="1" errors="0"
 timestamp="2026-11-20T01:02:03" hostname="ci" time="0,031">
<properties/>
<testcase name="opens()" classname="com.acme.BusTest" time="0,021"><failure message="x"
 type="java.lang.AssertionError">x at com.acme</failure></testcase>
<testcase name="opens()" classname="com.acme.BusTest" time="0,010"/>
<testcase name="closes()" classname="com.acme.BusTest"/>
<system-out><![CDATA[\x1b[32mgreen\x1b[0m]]></system-out></testsuite>"""

JEST = """<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="jest tests" tests="2" failures="1" errors="0" time="2.1">
<testsuite name="cart" errors="0" failures="1" skipped="0" time="1.1" tests="2">
<testcase classname="cart adds a line" name="cart adds a line" time="0.01" file="src/cart.test.ts">
</testcase>
<testcase classname="cart sums up" name="cart sums up" time="NaN"><failure>\x1b[2mexpect(\x1b[22m
Expected: 3</failure></testcase></testsuite>
<testsuite name="outer"><testsuite name="inner"><testcase name="deep" time=""/></testsuite>
<testsuite name="broken"><error message="Test suite failed to run">SyntaxError</error></testsuite>
</testsuite></testsuites>"""

GOTESTSUM = """<?xml version="1.0" encoding="UTF-8"?>
<testsuites tests="3" failures="1" errors="0" time="0.4">
<testsuite tests="3" failures="1" time="0.4" name="acme.com/drive/bus" timestamp="2026-11-20">
<properties><property name="go.version" value="go1.23"></property></properties>
<testcase classname="acme.com/drive/bus" name="TestOpen" time="0.000000"></testcase>
<testcase classname="acme.com/drive/bus" name="TestSend" time="0.20"><failure message="Failed"
 type="">=== RUN   TestSend&#xA;    bus_test.go:9: no answer&#xA;</failure></testcase>
<testcase classname="acme.com/drive/bus" name="TestSend" time="0.20"></testcase>
<testcase classname="acme.com/drive/bus" name="TestSlow" time="0"><skipped message=""></skipped>
</testcase></testsuite></testsuites>"""

COVERAGE_PY = """<?xml version="1.0" ?>
<coverage version="7.6.1" timestamp="1" lines-valid="4" lines-covered="3" line-rate="0.75">
<sources><source>/builds/team/tool/src</source></sources>
<packages><package name="core" line-rate="1"><classes>
<class name="axis.py" filename="core/axis.py"><methods/><lines>
<line number="1" hits="1"/><line number="2" hits="0"/><line number="5" hits="3"/></lines></class>
<class name="bus.py" filename="core/bus.py"><methods/><lines><line number="2" hits="1"/></lines>
</class></classes></package></packages></coverage>"""

GCOVR = """<?xml version='1.0' encoding='UTF-8'?>
<!DOCTYPE coverage SYSTEM 'http://cobertura.sourceforge.net/xml/coverage-04.dtd'>
<coverage line-rate="0.5" version="gcovr 7.2"><sources><source>.</source></sources><packages>
<package name="src"><classes><class name="axis_c" filename="src/axis.c"><methods><method
 name="f"><lines><line number="3" hits="0"/></lines></method></methods><lines><line number="3"
 hits="2" branch="true" condition-coverage="50% (1/2)"><conditions/></line><line number="4"
 hits="0"/></lines></class></classes></package></packages></coverage>"""

COVERLET = """<?xml version="1.0" encoding="utf-8"?>
<coverage line-rate="1" version="1.9"><sources>
<source>C:\\agent\\_work\\1\\s\\src\\</source></sources>
<packages><package name="Acme"><classes>
<class name="Acme.Axis" filename="Acme\\Axis.cs"><methods/><lines><line number="7" hits="1"
 branch="False"/></lines></class>
<class name="Acme.Axis/&lt;Run&gt;d__1" filename="Acme\\Axis.cs"><methods/><lines><line number="7"
 hits="0"/><line number="8" hits="0"/></lines></class></classes></package></packages></coverage>"""

LCOV = """TN:
SF:/builds/team/tool/src/cart.ts
FN:1,add
FNDA:2,add
DA:1,2
DA:2,0,abc
BRDA:1,0,0,-
LF:2
LH:1
end_of_record
SF:src\\sum.ts
DA:10,1
end_of_record
"""

JACOCO = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?><!DOCTYPE report PUBLIC
 "-//JACOCO//DTD Report 1.1//EN" "report.dtd"><report name="tool"><sessioninfo id="x" start="1"
 dump="2"/><group name="core"><package name="com/acme/drive"><class name="com/acme/drive/Axis"
 sourcefilename="Axis.java"><method name="run" desc="()V" line="4"><counter type="LINE" missed="1"
 covered="1"/></method></class><sourcefile name="Axis.java"><line nr="4" mi="0" ci="3" mb="0"
 cb="0"/><line nr="5" mi="2" ci="0" mb="0" cb="0"/><counter type="LINE" missed="1" covered="1"/>
</sourcefile></package></group></report>"""

BILLION_LAUGHS = """<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol">
<!ENTITY lol2 "&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;">
<!ENTITY lol3 "&lol2;&lol2;&lol2;&lol2;&lol2;&lol2;&lol2;&lol2;">]>
<testsuite name="&lol3;"><testcase name="&lol3;"/></testsuite>"""
OUTSIDE = """<?xml version="1.0"?><!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>
<report name="a"><package name="&x;"><sourcefile name="b"><line nr="1" ci="1"/></sourcefile>
</package></report>"""
