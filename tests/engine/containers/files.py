"""Files of the vendors' forms, written for the tests."""

from __future__ import annotations

TCPOU = """\ufeff<?xml version="1.0" encoding="utf-8"?>
<TcPlcObject Version="1.1.0.1" ProductVersion="3.1.4024.12">
  <POU Name="FB_Pump" Id="{8f2a}" SpecialFunc="None">
    <Declaration><![CDATA[{attribute 'reflection'}
// the FUNCTION of a pump
FUNCTION_BLOCK FB_Pump
VAR_INPUT
    bRun : BOOL; (* насос *)
END_VAR
]]></Declaration>
    <Implementation>
      <ST><![CDATA[IF bRun THEN
    nStarts := nStarts + 1;
END_IF]]></ST>
    </Implementation>
    <Folder Name="Inner" Id="{1}" />
    <Method Name="Halt" Id="{2}" FolderPath="Inner\\">
      <Declaration><![CDATA[METHOD Halt : BOOL
VAR_INPUT
END_VAR
]]></Declaration>
      <Implementation>
        <ST><![CDATA[Halt := a[b[1]] > 2;]]></ST>
      </Implementation>
    </Method>
    <Property Name="Speed" Id="{3}">
      <Declaration><![CDATA[PROPERTY Speed : LREAL]]></Declaration>
      <Get Name="Get" Id="{4}">
        <Declaration><![CDATA[VAR
END_VAR
]]></Declaration>
        <Implementation>
          <ST><![CDATA[Speed := fSpeed;]]></ST>
        </Implementation>
      </Get>
    </Property>
    <Action Name="Reset" Id="{5}">
      <Implementation>
        <ST><![CDATA[]]></ST>
      </Implementation>
    </Action>
    <Action Name="Chart" Id="{6}">
      <Implementation>
        <SFC><XmlArchive /></SFC>
      </Implementation>
    </Action>
    <LineIds Name="FB_Pump">
      <LineId Id="9" Count="2" />
    </LineIds>
  </POU>
</TcPlcObject>
""".replace("\n", "\r\n")

TCPOU_CODE = """{attribute 'reflection'}
// the FUNCTION of a pump
FUNCTION_BLOCK FB_Pump
VAR_INPUT
    bRun : BOOL; (* насос *)
END_VAR

//--- FB_Pump
IF bRun THEN
    nStarts := nStarts + 1;
END_IF
//--- METHOD Halt
METHOD Halt : BOOL
VAR_INPUT
END_VAR

//--- Halt
Halt := a[b[1]] > 2;
END_METHOD //--- Halt
//--- PROPERTY Speed
PROPERTY Speed : LREAL
GET //--- Speed
VAR
END_VAR

//--- Speed.Get
Speed := fSpeed;
END_GET //--- Speed
END_PROPERTY //--- Speed
ACTION Reset: //--- Reset

END_ACTION //--- Reset
ACTION Chart: //--- Chart
//--- Chart: SFC
END_ACTION //--- Chart
END_FUNCTION_BLOCK //--- FB_Pump
""".replace("\n", "\r\n")

TCDUT = """<?xml version="1.0" encoding="utf-8"?>
<TcPlcObject Version="1.1.0.1">
  <DUT Name="ST_Axis" Id="{a}">
    <Declaration><![CDATA[TYPE ST_Axis :
STRUCT
    fPosition : LREAL;
END_STRUCT
END_TYPE
]]></Declaration>
  </DUT>
</TcPlcObject>
"""

PLCOPEN = """<?xml version="1.0" encoding="utf-8"?>
<project xmlns="http://www.plcopen.org/xml/tc6_0200">
  <types>
    <dataTypes>
      <dataType name="E_Mode"><baseType><enum><values>
        <value name="Off" value="0"/><value name="On"/>
      </values></enum></baseType></dataType>
      <dataType name="ST_Tank"><baseType><struct>
        <variable name="level"><type><REAL/></type>
          <initialValue><simpleValue value="0.5"/></initialValue></variable>
        <variable name="valves"><type><array><dimension lower="1" upper="4"/>
          <baseType><derived name="FB_Valve"/></baseType></array></type></variable>
      </struct></baseType></dataType>
    </dataTypes>
    <pous>
      <pou name="FB_Fill" pouType="functionBlock">
        <interface>
          <inputVars><variable name="level"><type><INT/></type>
            <documentation>
              <xhtml xmlns="http://www.w3.org/1999/xhtml">percent (* of the tank *)</xhtml>
            </documentation>
          </variable></inputVars>
          <localVars constant="true"><variable name="name" address="%MW4">
            <type><string length="20"/></type></variable></localVars>
        </interface>
        <body><ST><xhtml xmlns="http://www.w3.org/1999/xhtml">IF level &lt; 10 &amp; ok THEN
  text := &quot;low&quot;;
END_IF</xhtml></ST></body>
        <actions><action name="Stop"><body><LD/></body></action>
          <action name="Chart"><body><SFC><step name="Init"/>
            <actionBlock><action qualifier="N"><reference name="Stop"/></action></actionBlock>
            <transition><condition/></transition></SFC></body></action></actions>
      </pou>
      <pou name="Main" pouType="program"><body><SFC>
        <actionBlock><action qualifier="N"><reference name="Stop"/></action></actionBlock>
        <transition><condition/></transition></SFC></body></pou>
    </pous>
  </types>
</project>
"""

PLCOPEN_CODE = """TYPE E_Mode : //--- E_Mode
(
    Off := 0,
    On
);
END_TYPE
TYPE ST_Tank : //--- ST_Tank
STRUCT
    level : REAL := 0.5;
    valves : ARRAY [1..4] OF FB_Valve;
END_STRUCT
END_TYPE
FUNCTION_BLOCK FB_Fill //--- FB_Fill
VAR_INPUT
    level : INT; (* percent ( * of the tank * ) *)
END_VAR
VAR CONSTANT
    name AT %MW4 : STRING(20);
END_VAR
//--- FB_Fill
IF level < 10 & ok THEN
  text := "low";
END_IF
ACTION Stop: //--- Stop
//--- Stop: LD
END_ACTION //--- Stop
ACTION Chart: //--- Chart
//--- Chart: SFC
END_ACTION //--- Chart
END_FUNCTION_BLOCK //--- FB_Fill
PROGRAM Main //--- Main
//--- Main: SFC
END_PROGRAM //--- Main
"""

L5X = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<RSLogix5000Content SchemaRevision="1.0" TargetName="Line3">
<Controller Use="Target" Name="Line3">
<DataTypes>
<DataType Name="Recipe"><Members>
<Member Name="Mass" DataType="REAL" Dimension="0" Hidden="false"/>
<Member Name="Steps" DataType="DINT" Dimension="8" Hidden="false"/>
</Members></DataType>
</DataTypes>
<Tags><Tag Name="Running" TagType="Base" DataType="BOOL">
<Description><![CDATA[line is on]]></Description></Tag></Tags>
<Programs>
<Program Name="Main" MainRoutineName="Ladder">
<Tags><Tag Name="count" TagType="Base" DataType="DINT"/></Tags>
<Routines>
<Routine Name="Ladder" Type="RLL"/>
<Routine Name="Count" Type="ST">
<STContent>
<Line Number="0">
<![CDATA[IF Running THEN]]>
</Line>
<Line Number="1">
<![CDATA[    count := count + 1;]]>
</Line>
<Line Number="2">
<![CDATA[END_IF;]]>
</Line>
</STContent>
</Routine>
</Routines>
</Program>
</Programs>
</Controller>
</RSLogix5000Content>
"""

L5X_CODE = """TYPE Recipe : //--- Recipe
STRUCT
    Mass : REAL;
    Steps : ARRAY [0..7] OF DINT;
END_STRUCT
END_TYPE
VAR_GLOBAL //--- Controller
    Running : BOOL; (* line is on *)
END_VAR
PROGRAM Main //--- Main
VAR
    count : DINT;
END_VAR
//--- Ladder: RLL
ACTION Count: //--- Count
IF Running THEN
    count := count + 1;
END_IF;
END_ACTION //--- Count
END_PROGRAM //--- Main
"""
