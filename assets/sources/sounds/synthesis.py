"""Sounds out of numbers: noise with a colour, bodies that ring, and tones; mono, floats in -1..1 at `RATE`.

Everything is a formula with a seed, so the files come out byte for byte the same.
"""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np

RATE = 22050
BITS_PER_S = 48_000
LOOP_BITS_PER_S = 128_000
QUIET_SAMPLES = 64
"""A hit needs a moment before it, or its coding begins with a step."""
SERIAL = 1
PEAK = 0.85
Samples = np.ndarray


def seconds(duration_s: float) -> Samples:
    """The moments of all samples."""
    return np.arange(round(duration_s * RATE)) / RATE


def coloured(duration_s: float, seed: int, low_hz: float, high_hz: float, slope: float = 0.0) -> Samples:
    """Noise between two frequencies with soft edges, `slope` in powers of the frequency; it loops without a seam."""
    count = round(duration_s * RATE)
    frequency = np.fft.rfftfreq(count, 1 / RATE)
    rng = np.random.default_rng(seed)
    spectrum = rng.standard_normal(len(frequency)) + 1j * rng.standard_normal(len(frequency))
    octaves_low = np.log2(np.maximum(frequency, 1e-3) / low_hz)
    octaves_high = np.log2(np.maximum(frequency, 1e-3) / high_hz)
    band = 1 / (1 + np.exp(-6 * octaves_low)) / (1 + np.exp(6 * octaves_high))
    field = np.fft.irfft(spectrum * band * np.maximum(frequency, 20.0) ** slope, count)
    return field / np.abs(field).max()


def struck(duration_s: float, modes: list[tuple[float, float, float]]) -> Samples:
    """A body that was hit: (Hz, seconds to a thousandth, strength) of each way in which it rings."""
    time = seconds(duration_s)
    return sum(
        strength * np.sin(2 * np.pi * hz * time) * np.exp(-6.9 * time / decay_s) for hz, decay_s, strength in modes
    )


def burst(duration_s: float, seed: int, low_hz: float, high_hz: float, decay_s: float, rise_s: float = 0.001) -> Samples:
    """A short breath of noise."""
    time = seconds(duration_s)
    shape = np.minimum(time / rise_s, 1.0) * np.exp(-6.9 * np.maximum(time - rise_s, 0.0) / decay_s)
    return coloured(duration_s, seed, low_hz, high_hz) * shape


def tone(duration_s: float, hz: float | Samples, partials: tuple[float, ...] = (1.0,)) -> Samples:
    """A tone with overtones; `hz` may change from sample to sample."""
    steps = np.full(round(duration_s * RATE), hz) if np.isscalar(hz) else np.asarray(hz)
    phase = 2 * np.pi * np.cumsum(steps) / RATE
    return sum(strength * np.sin((number + 1) * phase) for number, strength in enumerate(partials))


def bell(duration_s: float, hz: float, decay_s: float) -> Samples:
    """A soft struck bar, as of a marimba with a felt mallet."""
    modes = [(hz, decay_s, 1.0), (2 * hz, 0.6 * decay_s, 0.22), (3.93 * hz, 0.25 * decay_s, 0.18), (9.2 * hz, 0.04, 0.05)]
    return struck(duration_s, modes) * np.minimum(seconds(duration_s) / 0.004, 1.0)


def shaped(samples: Samples, *points: tuple[float, float]) -> Samples:
    """Let the loudness follow (second, share) points."""
    times, shares = zip(*points, strict=True)
    return samples * np.interp(seconds(len(samples) / RATE), times, shares)


def laid(duration_s: float, *parts: tuple[float, Samples]) -> Samples:
    """Lay parts over each other, each from its second on; what would end later is cut."""
    whole = np.zeros(round(duration_s * RATE))
    for start_s, part in parts:
        start = round(start_s * RATE)
        end = min(len(whole), start + len(part))
        whole[start:end] += part[: end - start]
    return whole


def in_a_room(samples: Samples, seed: int, share: float = 0.16, decay_s: float = 0.35) -> Samples:
    """The same with the answer of a furnished room."""
    length = round(decay_s * RATE)
    time = np.arange(length) / RATE
    answer = np.random.default_rng(seed).standard_normal(length) * np.exp(-6.9 * time / decay_s)
    answer = np.convolve(answer, np.ones(6) / 6, "same")
    answer[: round(0.008 * RATE)] = 0.0
    size = 1 << (len(samples) + length).bit_length()
    wet = np.fft.irfft(np.fft.rfft(samples, size) * np.fft.rfft(answer, size), size)[: len(samples)]
    return samples + share * wet / max(np.abs(wet).max(), 1e-9) * np.abs(samples).max()


def loudness(samples: Samples) -> float:
    """The loudest 0.4 s as an ear weighs it, in LUFS: momentary loudness after ITU-R BS.1770-5, annex 1."""
    window = round(0.4 * RATE)
    padded = np.concatenate([samples, np.zeros(window)])
    turn = np.exp(-2j * np.pi * np.fft.rfftfreq(len(padded), 1 / RATE) / RATE)
    heard = np.fft.irfft(np.fft.rfft(padded) * _weight(turn), len(padded)) ** 2
    sums = np.concatenate([[0.0], np.cumsum(heard)])
    return float(-0.691 + 10 * np.log10((sums[window:] - sums[:-window]).max() / window + 1e-12))


def _weight(turn: Samples) -> Samples:
    """The standard's two filters, a head's shelf and a high pass, for any rate; `turn` is z to the minus one."""
    shelf, gain = math.tan(math.pi * 1681.974 / RATE), 10 ** (3.99984 / 20)
    edge, q = gain**0.4996668, 0.7071752
    over = np.polyval([gain - edge * shelf / q + shelf**2, 2 * (shelf**2 - gain), gain + edge * shelf / q + shelf**2], turn)
    under = np.polyval([1 - shelf / q + shelf**2, 2 * (shelf**2 - 1), 1 + shelf / q + shelf**2], turn)
    low, q = math.tan(math.pi * 38.13547 / RATE), 0.5003271
    high = (1 - turn) ** 2 / np.polyval([1 - low / q + low**2, 2 * (low**2 - 1), 1 + low / q + low**2], turn)
    return over / under * high * (1 + low / q + low**2)


def finished(samples: Samples, lufs: float, *, loop: bool) -> Samples:
    """As loud as the others of its kind, as far as the peak allows; what does not loop begins and ends in silence."""
    samples = samples - samples.mean()
    if not loop:
        rise, fall = round(0.002 * RATE), round(min(0.03, 0.2 * len(samples) / RATE) * RATE)
        samples[:rise] *= np.linspace(0.0, 1.0, rise)
        samples[-fall:] *= np.linspace(1.0, 0.0, fall)
        samples = np.concatenate([np.zeros(QUIET_SAMPLES), samples])
    samples = samples / np.abs(samples).max()
    return samples * min(PEAK, 10 ** ((lufs - loudness(samples)) / 20))


def write(path: Path, samples: Samples, *, loop: bool) -> None:
    """Write Ogg Vorbis, mono, with Blender's audio library; byte for byte the same every time.

    What loops is coded more finely: the coder's own error at both ends is what would tick at the seam.
    """
    import aud  # noqa: PLC0415 - comes with Blender's module

    sound = aud.Sound.buffer(samples.astype(np.float32).reshape(-1, 1), RATE)
    bits_per_s = LOOP_BITS_PER_S if loop else BITS_PER_S
    sound.write(str(path), RATE, 1, aud.FORMAT_S16, aud.CONTAINER_OGG, aud.CODEC_VORBIS, bits_per_s)
    path.write_bytes(_with_serial(path.read_bytes(), SERIAL))


def _with_serial(data: bytes, serial: int) -> bytes:
    """The same stream under another number: the encoder rolls dice for it (RFC 3533, section 6)."""
    pages, at = [], 0
    while at < len(data):
        segments = data[at + 26]
        size = 27 + segments + sum(data[at + 27 : at + 27 + segments])
        page = bytearray(data[at : at + size])
        page[14:18], page[22:26] = serial.to_bytes(4, "little"), bytes(4)
        page[22:26] = _checksum(page).to_bytes(4, "little")
        pages.append(bytes(page))
        at += size
    return b"".join(pages)


def _checksum(page: bytes) -> int:
    """Ogg's CRC: polynomial 0x04c11db7, nothing mirrored."""
    value = 0
    for byte in page:
        value = ((value << 8) & 0xFFFFFFFF) ^ _CRC[(value >> 24) ^ byte]
    return value


def _crc_table() -> list[int]:
    table = []
    for byte in range(256):
        value = byte << 24
        for _ in range(8):
            value = ((value << 1) ^ (0x04C11DB7 if value & 0x80000000 else 0)) & 0xFFFFFFFF
        table.append(value)
    return table


_CRC = _crc_table()
