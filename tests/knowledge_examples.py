"""The worked examples of the starter articles, each with the formula that gives its results again.

A quote is the article's own text, word for word, with every input in {braces} and every printed result in
[brackets]. A formula takes the inputs in the order of the quote and gives the results in that order.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import acos, e, floor, pi, sin, sqrt, tan


@dataclass(frozen=True)
class Example:
    """One formula and the sentence that works it out, in each language that does."""

    article: str
    formula: Callable[..., tuple[float, ...]]
    en: str = ""
    ru: str = ""


def _pt100(resistance: float) -> tuple[float]:
    a, b = 3.9083e-3, -5.775e-7
    return ((-a + sqrt(a * a - 4 * b * (1 - resistance / 100))) / (2 * b),)


def _lead(length: float, section: float, resistivity: float) -> tuple[float, float, float]:
    wire = resistivity * length / section
    return wire, 2 * wire, 2 * wire / 0.385


def _transformer(kva: float, kv: float, percent: float) -> tuple[float, float, float, float]:
    current = kva / (sqrt(3) * kv)
    return current, current, percent / 100, current / (percent / 100) / 1000


def _impact(r: float, x: float) -> tuple[float, float, float]:
    constant = x / (314 * r)
    factor = 1 + e ** (-0.01 / constant)
    return constant * 1000, factor, sqrt(2) * factor * _transformer(400, 0.4, 4.5)[3]


def _motor(power: float, voltage: float, efficiency: float, cosine: float) -> tuple[float]:
    return (power / (sqrt(3) * voltage * efficiency * cosine),)


def _load(voltage: float, current: float, cosine: float) -> tuple[float, float, float]:
    apparent = sqrt(3) * voltage * current / 1000
    return apparent, apparent * cosine, apparent * sqrt(1 - cosine**2)


def _capacitors(power: float, before: float, after: float, voltage: float) -> tuple[float, float, float]:
    current = power * 1000 / (sqrt(3) * voltage)
    return power * (tan(acos(before)) - tan(acos(after))), current / before, current / after


def _capacitors_ru(before: float, after: float, power: float, voltage: float) -> tuple[float, float, float]:
    return _capacitors(power, before, after, voltage)


def _drop(current: float, cosine: float, length: float, r: float, x: float) -> tuple[float, float]:
    volts = sqrt(3) * current * length * (r * cosine + x * sin(acos(cosine)))
    return volts, volts / 400 * 100


def _omega(speed: float) -> float:
    return 2 * pi * speed / 60


def _braking(inertia: float, speed: float, period: float) -> tuple[float, float]:
    energy = inertia * _omega(speed) ** 2 / 2
    return energy, energy / period


def _channels(first: float, second: float) -> tuple[float]:
    return (2 / 3 * (first + second - 1 / (1 / first + 1 / second)),)


def _b10d(cycles: float, days: float, hours: float, seconds: float) -> tuple[float, float]:
    per_year = days * hours * 3600 / seconds
    return per_year, cycles / (0.1 * per_year)


def _can_frame(data: float, kbit: float) -> tuple[float, float]:
    bits = 8 * data + 47 + floor((33 + 8 * data) / 4)
    return bits, bits / kbit * 1000


def _request(registers: float, baud: float, asked: float) -> tuple[float, float, float]:
    answered = 5 + 2 * registers
    return answered, asked + answered, (asked + answered) * 11 / baud * 1000


def _wrapped(first: float, second: float) -> tuple[float]:
    return ((first + second + 32768) % 65536 - 32768,)


def _inertias(mass: float, lead: float, length: float, diameter: float) -> tuple[float, float]:
    return mass * (lead / (2 * pi)) ** 2, 7850 * pi * length * diameter**4 / 32


EXAMPLES = (
    # encoders
    Example(
        "encoders",
        lambda n: (4 * n, 360 / (4 * n)),
        "an encoder with {1024} pulses per revolution gives [4096] counts per revolution with 4x evaluation, "
        "and one count is [0.0879] degrees",
        "энкодер на {1000} импульсов за оборот даёт в режиме 4x [4000] дискрет за оборот, и одна дискрета "
        "равна [0,09] градуса",
    ),
    Example(
        "encoders",
        lambda n, i, p: (4 * n * i / p, 1000 / (4 * n * i / p)),
        "an encoder with {2500} pulses per revolution on a motor with a gear ratio i = {3} and a screw "
        "lead of {10} mm gives [3000] counts per mm, so one count is [0.333] µm",
        "энкодер на {1000} импульсов за оборот на двигателе с передаточным отношением i = {2} и ходом винта "
        "{5} мм даёт [1600] дискрет на мм, и одна дискрета равна [0,625] мкм",
    ),
    Example(
        "encoders",
        lambda f, n: (60 * f * 1000 / n,),
        "a counter input of {100} kHz and an encoder with {2500} pulses per revolution allow a speed of "
        "[2400] rpm",
        "счётный вход с предельной частотой {50} кГц и энкодер на {1000} импульсов за оборот допускают "
        "частоту вращения [3000] об/мин",
    ),
    Example(
        "encoders",
        lambda z, t: (60 / (z * t),),
        "with {4096} counts per revolution and a sampling period of {0.001} s, the speed resolution is "
        "[14.65] rpm",
        "при {4096} дискретах за оборот и периоде опроса {0,002} с разрешение по частоте вращения равно "
        "[7,32] об/мин",
    ),
    Example(
        "encoders",
        lambda bits, khz, pause: (bits / khz * 1000 + pause,),
        "an SSI frame of {25} bits at {500} kHz with a monoflop time of {20} µs takes [70] µs",
        "кадр SSI из {25} разрядов при тактовой частоте {400} кГц и времени паузы {20} мкс занимает "
        "[82,5] мкс",
    ),
    # analog-signals
    Example(
        "analog-signals",
        lambda low, high, ma: (low + (ma - 4) / 16 * (high - low),),
        "a range of {0} to {10} bar and a current of {12.8} mA reports a pressure of [5.5] bar",
        "с диапазоном от {0} до {1,6} МПа при токе {11,2} мА показывает давление [0,72] МПа",
    ),
    Example(
        "analog-signals",
        lambda dmin, dmax, low, high, d: (low + (d - dmin) / (dmax - dmin) * (high - low),),
        "with a module range of {0} to {27648} and a measuring range of {0} to {400} °C, the integer {20736} "
        "means [300] °C",
        "при диапазоне кодов от {0} до {27648} и диапазоне измерений от {0} до {250} °C код {6912} означает "
        "температуру [62,5] °C",
    ),
    Example(
        "analog-signals",
        lambda bits, volts: (volts / 2**bits * 1000,),
        "so {12} bits over {10} V give [2.44] mV",
        "поэтому {12} разрядов на диапазоне {10} В дают ступень [2,44] мВ",
    ),
    Example(
        "analog-signals",
        lambda supply, least, ma: ((supply - least) / ma,),
        "with a supply of {24} V, a transmitter minimum of {10.5} V and a largest current of {0.021} A, the "
        "loop may have at most [643] ohm",
        "при источнике {24} В, наименьшем напряжении на датчике {12} В и наибольшем токе {0,022} А "
        "сопротивление контура не должно превышать [545] Ом",
    ),
    Example(
        "analog-signals",
        lambda length, section, load: (
            2 * 0.0175 * length / section,
            2 * 0.0175 * length / section + load,
        ),
        en="a copper cable of {500} m with {0.75} mm² adds [23.3] ohm, so together with an input of {250} "
        "ohm the loop has [273.3] ohm",
        ru="медный кабель длиной {400} м и сечением {0,5} мм² добавляет [28] Ом, и вместе с входом {250} Ом "
        "контур имеет [278] Ом",
    ),
    Example(
        "analog-signals",
        lambda source, load: (100 * source / (source + load),),
        "a source resistance of {500} ohm and an input resistance of {100000} ohm cause an error of [0.50] "
        "percent",
        "сопротивление источника {1000} Ом и входное сопротивление {200000} Ом вызывают погрешность [0,50] "
        "процента",
    ),
    Example(
        "analog-signals",
        lambda r, c: (1 / (2 * pi * r * c),),
        "R = {10000} ohm and C = {0.000001} F give a cut-off frequency of [15.9] Hz",
        "при R = {10000} Ом и C = {0,000001} Ф частота среза равна [15,9] Гц",
    ),
    # variable-frequency-drives
    Example(
        "variable-frequency-drives",
        lambda p, f1, f2: (60 * f1 / p, 60 * f2 / p),
        en="a motor with {2} pole pairs has a synchronous speed of [1500] rpm at {50} Hz and [1050] rpm at "
        "{35} Hz",
        ru="двигатель с числом пар полюсов {2} имеет синхронную частоту вращения [1500] об/мин при {50} Гц и "
        "[600] об/мин при {20} Гц",
    ),
    Example(
        "variable-frequency-drives",
        lambda kw, rpm: (9550 * kw / rpm,),
        "a motor of {7.5} kW at {1455} rpm has a rated torque of [49.2] N·m",
        "двигатель {5,5} кВт с частотой вращения {1450} об/мин имеет номинальный момент [36,2] Н·м",
    ),
    Example(
        "variable-frequency-drives",
        lambda percent: (100 * (percent / 100) ** 3,),
        "at {80} percent of the speed a fan needs only [51.2] percent of its power",
        "при {70} процентах номинальной частоты вращения вентилятор потребляет только [34,3] процента",
    ),
    Example(
        "variable-frequency-drives",
        lambda j, rpm, torque: (j * _omega(rpm) / torque,),
        en="a moment of inertia of {0.5} kg·m² needs [2.62] s from 0 to {1500} rpm with an accelerating "
        "torque of {30} N·m",
    ),
    Example(
        "variable-frequency-drives",
        lambda j, torque, rpm: (j * _omega(rpm) / torque,),
        ru="при моменте инерции {0,3} кг·м² и динамическом моменте {20} Н·м разгон от 0 до {1500} об/мин "
        "занимает [2,36] с",
    ),
    Example(
        "variable-frequency-drives",
        lambda volts: (sqrt(2) * volts,),
        "at a line voltage of {400} V the DC link voltage reaches [566] V",
        "при линейном напряжении сети {380} В напряжение звена постоянного тока без нагрузки достигает "
        "[537] В",
    ),
    Example(
        "variable-frequency-drives",
        _braking,
        "a moment of inertia of {0.5} kg·m² at {1500} rpm stores [6169] J, and one stop every {30} s loads a "
        "braking resistor with a mean power of at most [206] W",
        "при моменте инерции {0,3} кг·м² и частоте вращения {1500} об/мин запасено [3701] Дж, и при одном "
        "торможении каждые {20} с средняя мощность тормозного резистора не превышает [185] Вт",
    ),
    Example(
        "variable-frequency-drives",
        lambda ohm, volts: (volts**2 / ohm, volts / ohm),
        "a braking resistor of {60} ohm at a chopper voltage of {760} V takes [9627] W and a current of "
        "[12.7] A",
        "тормозной резистор {80} Ом при напряжении прерывателя {780} В рассеивает [7605] Вт, а ток резистора "
        "равен [9,75] А",
    ),
    # three-phase-power
    Example(
        "three-phase-power",
        _load,
        "a symmetrical load at {400} V and {25} A with cosφ = {0.8} takes an apparent power of [17.3] kVA, "
        "an active power of [13.9] kW and a reactive power of [10.4] kvar",
        "симметричная нагрузка при {400} В и {25} А с cosφ = {0,8} потребляет полную мощность [17,3] кВ·А, "
        "активную мощность [13,9] кВт и реактивную мощность [10,4] квар",
    ),
    Example(
        "three-phase-power",
        lambda ohm, volts: (volts**2 / ohm / 1000, 3 * volts**2 / ohm / 1000),
        "three heating elements of {46} ohm at {400} V take [3.48] kW in star and [10.43] kW in delta",
        "три нагревателя по {46} Ом при {400} В потребляют [3,48] кВт в звезде и [10,43] кВт в треугольнике",
    ),
    Example(
        "three-phase-power",
        _motor,
        "a motor of {11000} W at {400} V with an efficiency of {0.91} and a power factor of {0.85} draws "
        "[20.5] A",
        "двигатель {7500} Вт при {400} В с КПД {0,88} и коэффициентом мощности {0,84} потребляет ток "
        "[14,6] А",
    ),
    Example(
        "three-phase-power",
        _capacitors,
        en="correcting {100} kW from cosφ = {0.75} to cosφ = {0.95} needs [55.3] kvar, and the current at "
        "{400} V falls from [192] A to [152] A",
    ),
    Example(
        "three-phase-power",
        _capacitors_ru,
        ru="для повышения cosφ от {0,70} до {0,95} при активной мощности {80} кВт нужна конденсаторная "
        "установка [55,3] квар, и ток при {400} В уменьшается со [165] А до [122] А",
    ),
    Example(
        "three-phase-power",
        lambda var, volts, hertz: (var / (3 * 2 * pi * hertz * volts**2) * 1e6,),
        "{55300} var in delta at {400} V and {50} Hz need [367] µF per capacitor",
        "для {55300} вар в треугольнике при {400} В и {50} Гц нужны конденсаторы по [367] мкФ",
    ),
    Example(
        "three-phase-power",
        _drop,
        "a current of {40} A with cosφ = {0.85} over {0.08} km of a 10 mm² copper cable with {2.25} ohm/km "
        "and {0.08} ohm/km causes a voltage drop of [10.8] V, which is [2.7] percent of 400 V",
        "ток {32} А при cosφ = {0,8} в линии {0,06} км из медного кабеля 6 мм² с сопротивлениями {3,75} "
        "Ом/км и {0,08} Ом/км вызывает потерю напряжения [10,1] В, то есть [2,5] процента от 400 В",
    ),
    # motor-starting-protection
    Example(
        "motor-starting-protection",
        lambda p, u, eta, cosine, ratio: (
            *_motor(p, u, eta, cosine),
            ratio * _motor(p, u, eta, cosine)[0],
        ),
        "a motor of {15000} W at {400} V with an efficiency of {0.92} and a power factor of {0.85} has a "
        "rated current of [27.7] A, and with a starting ratio of {7} the starting current is [194] A",
        "двигатель {22000} Вт при {400} В с КПД {0,93} и коэффициентом мощности {0,86} имеет номинальный ток "
        "[39,7] А, а при кратности пускового тока {7,5} пусковой ток равен [298] А",
    ),
    Example(
        "motor-starting-protection",
        lambda delta: (delta / 3,),
        "a motor with a starting current of {194} A in delta takes [64.7] A from the line in star",
        "двигатель с пусковым током {298} А в треугольнике потребляет из сети в звезде [99,3] А",
    ),
    Example(
        "motor-starting-protection",
        lambda rated: (rated / sqrt(3),),
        "for a rated current of {27.7} A the overload relay in the winding circuit is set to [16.0] A",
        "при номинальном токе {39,7} А тепловое реле в цепи обмотки настраивают на [22,9] А",
    ),
    Example(
        "motor-starting-protection",
        lambda percent: (100 * (percent / 100) ** 2,),
        "at {60} percent of the rated voltage the starting torque is [36] percent",
        "при {70} процентах номинального напряжения пусковой момент равен [49] процентам",
    ),
    # gcode-basics
    Example(
        "gcode-basics",
        lambda vc, d: (1000 * vc / (pi * d),),
        "a cutting speed of {120} m/min with a tool diameter of {10} mm needs a spindle speed of [3820] rpm",
        "для скорости резания {150} м/мин при диаметре фрезы {16} мм нужна частота вращения шпинделя "
        "[2984] об/мин",
    ),
    Example(
        "gcode-basics",
        lambda n, z, fz, path, vf: (n * z * fz, path / vf * 60),
        "{3820} rpm with {4} teeth and a feed per tooth of {0.05} mm give a feed rate of [764] mm/min, and a "
        "path of {200} mm takes [15.7] s at {764} mm/min",
        "частота вращения {2984} об/мин, {3} зуба и подача на зуб {0,06} мм дают минутную подачу [537] "
        "мм/мин, и путь {200} мм при подаче {537} мм/мин занимает [22,3] с",
    ),
    Example(
        "gcode-basics",
        lambda vc, d: (1000 * vc / (pi * d),),
        "a cutting speed of {180} m/min at a diameter of {60} mm needs [955] rpm",
        "для скорости резания {200} м/мин при диаметре {50} мм нужна частота вращения [1273] об/мин",
    ),
    # servo-motion
    Example(
        "servo-motion",
        lambda v, kv: (v / kv,),
        "an axis that moves at {100} mm/s with a position loop gain of {50} 1/s has a following error of "
        "[2] mm",
        "ось, движущаяся со скоростью {150} мм/с при добротности {30} 1/с, имеет ошибку слежения [5] мм",
    ),
    Example(
        "servo-motion",
        lambda v, kv, ff: (v * (1 - ff) / kv,),
        "with {100} mm/s, {50} 1/s and a feedforward factor of {0.9} the following error falls to [0.2] mm",
        "при скорости {150} мм/с, добротности {30} 1/с и коэффициенте упреждения {0,8} ошибка слежения "
        "уменьшается до [1] мм",
    ),
    Example(
        "servo-motion",
        lambda s, v, a: (s / v + v / a, v * v / (2 * a)),
        "a distance of {500} mm with {250} mm/s and {1000} mm/s² takes [2.25] s, and the acceleration "
        "distance is [31.25] mm",
        "путь {600} мм при скорости {300} мм/с и ускорении {1500} мм/с² занимает [2,2] с, а путь разгона "
        "равен [30] мм",
    ),
    Example(
        "servo-motion",
        lambda s, a: (2 * sqrt(s / a), sqrt(s * a)),
        "a distance of {40} mm with {1000} mm/s² takes [0.4] s and reaches [200] mm/s",
        "путь {54} мм при ускорении {1500} мм/с² занимает [0,38] с, а наибольшая скорость равна [285] мм/с",
    ),
    Example(
        "servo-motion",
        lambda v, p: (v / p,),
        "{20000} mm/min with a lead of {10} mm needs [2000] rpm",
        "для скорости {15000} мм/мин при ходе винта {5} мм нужна частота вращения [3000] об/мин",
    ),
    Example(
        "servo-motion",
        lambda force, lead, eta: (force * lead / (2 * pi * eta),),
        "a force of {500} N with a lead of {0.010} m and an efficiency of {0.9} needs a torque of [0.884] "
        "N·m",
        "сила {800} Н при ходе винта {0,005} м и КПД {0,9} требует момента [0,707] Н·м",
    ),
    Example(
        "servo-motion",
        _inertias,
        "a mass of {100} kg with a lead of {0.010} m has [0.000253] kg·m², and a steel screw with a length "
        "of {0.8} m and a diameter of {0.025} m has [0.000241] kg·m²",
        "масса {80} кг при ходе винта {0,005} м имеет приведённый момент инерции [0,0000507] кг·м², а "
        "стальной винт длиной {0,6} м и диаметром {0,020} м — [0,0000740] кг·м²",
    ),
    Example(
        "servo-motion",
        lambda j, a, p: (j * 2 * pi * a / p,),
        "a total moment of inertia of {0.000644} kg·m² with an acceleration of {2} m/s² and a lead of "
        "{0.010} m needs [0.809] N·m",
        "суммарный момент инерции {0,000185} кг·м² при ускорении {3} м/с² и ходе винта {0,005} м требует "
        "динамического момента [0,697] Н·м",
    ),
    Example(
        "servo-motion",
        lambda load, motor: (load / motor,),
        "a load of {0.000494} kg·m² and a motor of {0.00015} kg·m² give an inertia ratio of [3.29]",
        "нагрузка {0,0001247} кг·м² и двигатель {0,00006} кг·м² дают отношение моментов инерции [2,08]",
    ),
    # safety-functions
    Example(
        "safety-functions",
        _b10d,
        "a contactor with B10d = {2000000} cycles that works on {240} days per year for {16} hours per day "
        "every {60} s makes [230400] cycles per year and has an MTTFd of [86.8] years",
        "контактор с B10d = {1300000} срабатываний, работающий {220} дней в год по {16} часов в сутки через "
        "каждые {90} с, делает [140800] срабатываний в год и имеет MTTFd [92,3] года",
    ),
    Example(
        "safety-functions",
        lambda cycles: (cycles / 230400,),
        en="which is [8.68] years in this example of {2000000} cycles",
    ),
    Example(
        "safety-functions",
        lambda cycles: (cycles / 140800,),
        ru="которая для {1300000} срабатываний в этом примере равна [9,23] года",
    ),
    Example(
        "safety-functions",
        lambda a, b: (1 / (1 / a + 1 / b),),
        "parts with {60} years and {40} years form a channel with an MTTFd of [24] years",
        "элементы с {80} годами и {50} годами образуют канал с MTTFd [30,8] года",
    ),
    Example(
        "safety-functions",
        _channels,
        "channels with {30} years and {60} years count as [46.7] years per channel",
        "каналы с {40} годами и {100} годами считают как [74,3] года на канал",
    ),
    Example(
        "safety-functions",
        lambda rate, hours: (rate * hours / 2,),
        "λDU = {0.000001} 1/h with a proof test every {8760} h gives PFDavg = [0.00438]",
        "λDU = {0,0000005} 1/ч при контрольной проверке каждые {8760} ч даёт PFDср = [0,00219]",
    ),
    Example(
        "safety-functions",
        lambda d, t: (2000 * t + 8 * (d - 14),),
        "a resolution of {14} mm and a stopping time of {0.08} s must be at least [160] mm away",
        "с разрешением {30} мм при времени останова {0,12} с ставят не ближе [368] мм",
    ),
    # structured-text
    Example(
        "structured-text",
        _wrapped,
        "the sum of the INT values {30000} and {5000} does not fit into INT and becomes [-30536]",
        "сумма значений INT {32000} и {1000} не помещается в INT и превращается в [−32536]",
    ),
    Example(
        "structured-text",
        lambda a, b, c, d: (a // b, c / d),
        "so {7} / {2} gives [3], and {7.0} / {2.0} gives [3.5]",
        "поэтому {9} / {2} даёт [4], а {9.0} / {2.0} даёт [4.5]",
    ),
    Example(
        "structured-text",
        lambda bits: (2**bits,),
        "2 to the power of {24} is [16777216]",
        "2 в степени {24} равно [16777216]",
    ),
    Example(
        "structured-text",
        lambda raw, limit, full: (raw * limit / full,),
        "`INT_TO_REAL({13824}) * {100.0} / {27648.0}` = [50.0] bar",
        "`INT_TO_REAL({6912}) * {16.0} / {27648.0}` = [4.0] бар",
    ),
    Example(
        "structured-text",
        lambda preset, task: (preset, preset + task),
        "a TON with PT = {500} ms in a task of {10} ms switches after [500] ms to [510] ms",
        "TON с PT = {300} мс в задаче с периодом {20} мс срабатывает через время от [300] мс до [320] мс",
    ),
    Example(
        "structured-text",
        lambda signed, unsigned: (2**signed / 86400000, 2**unsigned / 86400000),
        "as a signed number 2^{31} ms are [24.86] days, and as an unsigned number 2^{32} ms are [49.71] days",
        "со знаком 2^{31} мс — это [24,86] суток, без знака 2^{32} мс — это [49,71] суток",
    ),
    Example(
        "structured-text",
        lambda passes, us: (passes * us / 1000,),
        "a loop of {20000} passes at {2} µs per pass needs [40] ms",
        "цикл из {15000} проходов по {3} мкс занимает [45] мс",
    ),
    # fieldbus-ethernet
    Example(
        "fieldbus-ethernet",
        lambda a, b: (a * b / (a + b),),
        "terminators of {120} ohm and {120} ohm in parallel give [60] ohm",
        "резисторы {120} Ом и {120} Ом параллельно дают [60] Ом",
    ),
    Example(
        "fieldbus-ethernet",
        lambda chars, mbit: (11 * chars / mbit,),
        "{100} characters at {1.5} Mbit/s take [733] µs",
        "{60} символов при {1,5} Мбит/с передаются за [440] мкс",
    ),
    Example(
        "fieldbus-ethernet",
        lambda node: (0x180 + node, 0x580 + node, 0x700 + node),
        "node {5} sends its first PDO with the identifier [0x185], answers SDO requests with [0x585] and "
        "sends its heartbeat with [0x705]",
        "узел {10} передаёт первый PDO с идентификатором [0x18A], отвечает на запросы SDO с идентификатором "
        "[0x58A] и передаёт heartbeat с идентификатором [0x70A]",
    ),
    Example(
        "fieldbus-ethernet",
        _can_frame,
        "a CAN frame with {8} data bytes has at most [135] bits and takes [270] µs at {500} kbit/s",
        "кадр CAN с {8} байтами данных содержит не более [135] бит и при {250} кбит/с занимает [540] мкс",
    ),
    Example(
        "fieldbus-ethernet",
        lambda cycles, update: (cycles * update,),
        "with {3} permitted cycles and an update time of {2} ms, the PROFINET device reports a failure after "
        "[6] ms",
        "при {3} допустимых циклах и времени обновления {4} мс устройство PROFINET сообщает об отказе через "
        "[12] мс",
    ),
    Example(
        "fieldbus-ethernet",
        lambda data, mbit: (8 * (data + 14 + 38) / mbit,),
        "{200} bytes of process data at {100} Mbit/s take [20.2] µs",
        "{300} байт данных процесса при {100} Мбит/с занимают [28,2] мкс",
    ),
    Example(
        "fieldbus-ethernet",
        lambda bits: (2 ** (32 - bits) - 2,),
        "a subnet with {24} network bits has [254] usable addresses",
        "в подсети с {26} разрядами сети доступны [62] адреса",
    ),
    # modbus
    Example(
        "modbus",
        lambda high, low: (3.5 * 11 / high * 1000, 3.5 * 11 / low * 1000),
        "Modbus RTU is [4.01] ms at {9600} baud and [2.005] ms at {19200} baud",
        "Modbus RTU равен [4,01] мс при {9600} бит/с и [2,005] мс при {19200} бит/с",
    ),
    Example(
        "modbus",
        _request,
        "reading {10} registers at {9600} baud needs a request of {8} bytes and a response of [25] bytes, so "
        "the [33] characters take `33 · 11 / 9600` s = [37.8] ms",
        "чтение {10} регистров при {9600} бит/с требует запроса длиной {8} байт и ответа длиной [25] байт, и "
        "эти [33] символа занимают `33 · 11 / 9600` с = [37,8] мс",
    ),
    Example(
        "modbus",
        lambda slaves, ms: (slaves * ms / 1000,),
        "Polling {20} slaves in turn at {55.8} ms each therefore takes about [1.12] s",
        "опрос {20} приборов по {55,8} мс каждый занимает около [1,12] с",
    ),
    # pid-tuning
    Example(
        "pid-tuning",
        lambda k, kc, step: (step / (1 + kc * k),),
        "With K = {2} °C/%, Kc = {1.5} %/°C and a setpoint step of {50} °C, a P-only controller leaves an "
        "offset of [12.5] °C",
        "При K = {2} °C/%, Kп = {1,5} %/°C и скачке уставки на {50} °C статическая ошибка П-регулятора равна "
        "[12,5] °C",
    ),
    Example(
        "pid-tuning",
        lambda ku, tu: (0.6 * ku, tu / 2, tu / 8),
        "with Ku = {4} %/°C and Tu = {30} s, the PID settings are Kc = [2.4] %/°C, Ti = [15] s and Td = "
        "[3.75] s",
        "при Kкр = {5} %/°C и Tкр = {40} с настройки ПИД-регулятора равны Kп = [3] %/°C, Tи = [20] с и Tд = "
        "[5] с",
    ),
    Example(
        "pid-tuning",
        lambda ku, tu: (0.45 * ku, tu / 1.2),
        "For the same Ku = {4} %/°C and Tu = {30} s, the Ziegler-Nichols PI settings are Kc = [1.8] %/°C and "
        "Ti = [25] s",
        "Для ПИ-регулятора при Kкр = {5} %/°C и Tкр = {40} с получаем Kп = [2,25] %/°C и Tи = [33,3] с",
    ),
    Example(
        "pid-tuning",
        lambda relay, amplitude: (4 * relay / (pi * amplitude),),
        "With a relay amplitude of {10} % and a PV amplitude of {2} °C, the ultimate gain is Ku ≈ [6.37] "
        "%/°C",
        "При амплитуде реле {10} % и амплитуде колебаний температуры {2} °C критическое усиление Kкр ≈ "
        "[6,37] %/°C",
    ),
    Example(
        "pid-tuning",
        lambda k, t, dead, tau: (t / (k * (tau + dead)), min(t, 4 * (tau + dead))),
        "a heater with K = {2} °C/%, T = {120} s and L = {20} s, tuned with τc = {20} s, needs Kc = [1.5] "
        "%/°C and Ti = [120] s",
        "печь с K = {1,5} °C/%, T = {150} с и L = {30} с при τc = {30} с требует Kп = [1,67] %/°C и Tи = "
        "[150] с",
    ),
    Example(
        "pid-tuning",
        lambda k, t, dead: (1.2 * t / (k * dead), 2 * dead, 0.5 * dead),
        ru="при K = {1,5} °C/%, T = {150} с и L = {30} с метод Циглера — Никольса даёт для ПИД-регулятора "
        "Kп = [4] %/°C, Tи = [60] с и Tд = [15] с",
    ),
    # plc-scan-cycle
    Example(
        "plc-scan-cycle",
        lambda filtered, cycle, out: (filtered + 2 * cycle + out,),
        "with an input filter of {3.2} ms, a PLC cycle of {12} ms and a transistor output delay of {0.5} "
        "ms, the worst-case reaction time is 3.2 + 2 · 12 + 0.5 = [27.7] ms",
        "при входном фильтре {6,4} мс, времени цикла {8} мс и задержке транзисторного выхода {0,1} мс "
        "наихудшее время реакции ПЛК равно 6,4 + 2 · 8 + 0,1 = [22,5] мс",
    ),
    Example(
        "plc-scan-cycle",
        lambda cycle: (1 / (2 * cycle),),
        "a square-wave input of at most `1 / (2 · {0.012} s)` = [41.7] Hz",
        "меандр частотой не более `1 / (2 · {0,008} с)` = [62,5] Гц",
    ),
    Example(
        "plc-scan-cycle",
        lambda pulses, rpm: (pulses * rpm / 60000,),
        "An encoder of {1000} pulses per revolution at {1500} rpm delivers [25] kHz",
        "Энкодер на {500} импульсов за оборот при {1500} об/мин выдаёт [12,5] кГц",
    ),
    Example(
        "plc-scan-cycle",
        lambda a, b, c, d, f, g: (a / b * 100, c / d * 100, f / g * 100, 100 * (a / b + c / d + f / g)),
        "a task of {2} ms every {10} ms, one of {15} ms every {100} ms and one of {40} ms every {500} ms "
        "give [20] % + [15] % + [8] % = [43] %",
        "задачи {2} мс каждые {10} мс, {15} мс каждые {100} мс и {40} мс каждые {500} мс дают [20] % + "
        "[15] % + [8] % = [43] %",
    ),
    # short-circuit
    Example(
        "short-circuit",
        _transformer,
        "a transformer of {400} kVA, {0.4} kV, uk = {4} % has In = [577] A and a terminal short-circuit "
        "current Ik = [577] A / [0.04] = [14.4] kA",
        "трансформатор {400} кВА, {0,4} кВ, uк = {4} % имеет номинальный ток Iн = [577] А и ток КЗ на "
        "выводах Iк = [577] А / [0,04] = [14,4] кА",
    ),
    Example(
        "short-circuit",
        lambda length: (0.268 * length, 0.08 * length),
        en="a {50} m copper cable of 70 mm² adds [13.4] mΩ of resistance and [4.0] mΩ of reactance",
    ),
    Example(
        "short-circuit",
        lambda length: (0.32 * length, 0.08 * length),
        ru="кабель длиной {100} м с алюминиевыми жилами 95 мм² за трансформатором 400 кВА (rт = 5,5 мОм, "
        "xт = 17,1 мОм) добавляет [32,0] мОм активного и [8,0] мОм индуктивного сопротивления",
    ),
    Example(
        "short-circuit",
        lambda volts, milliohm: (volts / (sqrt(3) * milliohm),),
        en="`{400} V / (√3 · {26.41} mΩ)` = [8.74] kA",
    ),
    Example(
        "short-circuit",
        _impact,
        ru="с rт = {5,5} мОм и xт = {17,1} мОм постоянная времени Ta = [9,9] мс, ударный коэффициент Kуд = "
        "[1,36] и ударный ток iуд = [24,8] кА",
    ),
    Example(
        "short-circuit",
        lambda ka, seconds: (ka * 1000 * sqrt(seconds) / 115,),
        en="For Ik = {8.74} kA and t = {0.1} s, copper with PVC insulation needs at least [24.0] mm²",
    ),
    Example(
        "short-circuit",
        lambda ka, seconds: (ka * 1000 * sqrt(seconds) / 76,),
        ru="При Iк = {5,12} кА и времени отключения {0,1} с алюминиевая жила с ПВХ изоляцией должна иметь "
        "сечение не менее [21,3] мм²",
    ),
    Example(
        "short-circuit",
        lambda factor, rated, volts: (factor * rated, volts / (factor * rated)),
        "no more than {10} · {16} A = [160] A, so the fault loop impedance at {230} V must not exceed "
        "230 / 160 = [1.4375] Ω",
        "не более {10} · {16} А = [160] А, поэтому при напряжении {230} В сопротивление петли «фаза — нуль» "
        "не должно превышать 230 / 160 = [1,4375] Ом",
    ),
    # temperature-sensors
    Example(
        "temperature-sensors",
        _pt100,
        "a Pt100 that measures {120.00} ohm is at [51.57] °C",
        "если Pt100 показывает {120,00} Ом, его температура равна [51,57] °C",
    ),
    Example(
        "temperature-sensors",
        _lead,
        "a copper lead of {20} m with {0.5} mm² has [0.70] ohm per wire at a resistivity of {0.0175} "
        "ohm·mm²/m, the two wires add [1.40] ohm, and the 2-wire Pt100 reads about [3.6] °C too high",
        "медный провод длиной {20} м и сечением {0,5} мм² имеет [0,70] Ом при удельном сопротивлении "
        "{0,0175} Ом·мм²/м, два провода добавляют [1,40] Ом, и Pt100 в двухпроводной схеме завышает "
        "температуру примерно на [3,6] °C",
    ),
    Example(
        "temperature-sensors",
        lambda hot, cold: (hot - cold,),
        "delivers {16.397} - {1.000} = [15.397] mV",
        "вырабатывает {24,905} − {1,203} = [23,702] мВ",
    ),
)
