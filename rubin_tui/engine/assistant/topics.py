"""What a question is about: the twelve fields of automation, told by their own words."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from rubin_tui.engine.text.analyzer import terms

TOPICS: Mapping[str, str] = {
    "plc": """
        plc plcs ladder rung pou fb fbd sfc st il iec structured codesys twincat tia step7 scan cycle task
        watchdog retain tag interlock coil contact timer ton tof counter sequencer controller beremiz hmi
        scada плк контроллер программа цикл задача лестничная релейная схема катушка таймер счетчик
        блокировка сторожевой переменная тег панель оператора
    """,
    "motion": """
        motion axis axes servo trajectory jerk acceleration deceleration velocity position homing home pmac
        kinematics interpolation cam gear gearing following error backlash jog electronic ball screw
        движение ось оси сервопривод сервоусилитель траектория рывок ускорение торможение скорость
        положение позиционирование позиция выход ноль кинематика интерполяция кулачок рассогласование люфт
        винт шаг шаговый
    """,
    "cnc": """
        cnc gcode g-code spindle tool feed feedrate canned cutter offset workpiece lathe mill milling turning
        turret probe coolant linuxcnc g54 g01 g02 g03 g64 m03 m06 threading drilling pocket
        чпу станок шпиндель инструмент подача корректор заготовка токарный фрезерный резание револьверная
        щуп сож резьба сверление управляющая кадр привязка
    """,
    "drives": """
        drive vfd inverter frequency converter motor sinamics micromaster torque ramp brake braking resistor
        dc-link dc link overvoltage undervoltage vector v/f encoder stator rotor induction asynchronous
        привод частотник частотный преобразователь двигатель момент рампа разгон тормоз тормозной резистор
        звено перенапряжение недонапряжение векторный статор ротор асинхронный
    """,
    "sensors": """
        sensor encoder transducer thermocouple rtd pt100 strain gauge proximity inductive capacitive
        photoelectric limit switch resolver pressure level flow temperature transmitter hysteresis
        датчик энкодер термопара термосопротивление тензодатчик индуктивный емкостный оптический концевик
        концевой выключатель резольвер давление уровень расход температура преобразователь гистерезис
    """,
    "fieldbus": """
        fieldbus modbus profibus profinet ethercat canopen can ethernet/ip opc ua rs485 rs232 rtu tcp master
        slave node frame crc telegram baud address register network bus gateway termination
        шина полевая сеть модбас профибас ведущий ведомый узел телеграмма кадр адрес регистр скорость обмена
        терминатор шлюз протокол
    """,
    "control": """
        pid pi loop setpoint feedback gain integral derivative tuning overshoot stability nyquist bode
        controller regulator filter plant disturbance anti-windup ziegler nichols
        пид регулятор регулирование контур уставка обратная связь усиление интегральный дифференциальный
        настройка перерегулирование устойчивость фильтр объект возмущение
    """,
    "electrical": """
        voltage current power resistance ohm volt ampere phase three-phase transformer cable wire fuse breaker
        contactor relay grounding earth short circuit wiring supply terminal capacitor inductance
        напряжение ток мощность сопротивление ом вольт ампер фаза трехфазный трансформатор кабель провод
        предохранитель автомат контактор реле заземление замыкание питание клемма конденсатор индуктивность
    """,
    "radio": """
        radio antenna rf frequency mhz ghz modulation receiver transmitter wireless lora wifi bluetooth dbm
        gain wavelength link budget coax
        радио антенна модуляция приемник передатчик беспроводной длина волны связь децибел эфир
    """,
    "programming": """
        python code script function class variable array string compile compiler debug library api git loop
        pointer struct json import exception algorithm software file module
        код скрипт функция класс переменная массив строка компилятор отладка библиотека указатель структура
        исключение алгоритм программный файл модуль
    """,
    "maths": """
        equation matrix vector sine cosine angle polynomial derivative integral logarithm formula calculate
        binary hexadecimal rounding fourier transform coordinate
        уравнение матрица вектор синус косинус угол многочлен производная интеграл логарифм формула вычислить
        двоичный шестнадцатеричный округление преобразование координата
    """,
    "safety": """
        safety emergency stop e-stop sto sil guard interlock light curtain lockout tagout hazard risk
        protective iso13849 iec61508 safe
        безопасность аварийный останов аварийная ограждение световой барьер опасность риск защитный
        безопасный
    """,
}
"""Topic and its words, Russian and English. Its title is the message `topic.<name>`."""


def topic_of(weights: Mapping[str, float]) -> str:
    """The topic with the most weight of question terms; "" when none has any.

    Args:
        weights: The question's terms, as the analyzer makes them, each with its idf. A word that
            belongs to several topics is shared among them.
    """
    votes: dict[str, float] = {}
    for term, weight in weights.items():
        topics = _topics_of_terms().get(term, ())
        for topic in topics:
            votes[topic] = votes.get(topic, 0.0) + weight / len(topics)
    return max(votes, key=lambda topic: votes[topic], default="")


@cache
def _topics_of_terms() -> Mapping[str, tuple[str, ...]]:
    topics: dict[str, tuple[str, ...]] = {}
    for topic, words in TOPICS.items():
        for term in dict.fromkeys(terms(words)):
            topics[term] = (*topics.get(term, ()), topic)
    return topics
