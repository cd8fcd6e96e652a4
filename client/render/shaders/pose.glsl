// Where a vertex is after its morph targets, its skin and, in a crowd, its person's place (glTF 2.0 §3.7.2.2, §3.7.3).
#ifdef MORPH
uniform sampler2D morph_deltas;   // for each target: positions, normals, tangents of all vertices, line after line
uniform vec4 morph_layout;        // vertices, width of the texture, how many targets show
uniform vec4 morph_shown[32];     // target and weight, twice

vec3 morph_delta(int target, int kind) {
    int index = (target * 3 + kind) * int(morph_layout.x) + gl_VertexID;
    int width = int(morph_layout.y);
    return texelFetch(morph_deltas, ivec2(index % width, index / width), 0).bgr;
}
#endif

#ifdef SKIN
in vec4 joints;
in vec4 weights;
#ifdef SKIN8
in vec4 joints_more;
in vec4 weights_more;
#endif
uniform sampler2D joint_palette;  // three texels a joint, the rows of its matrix; a line for each figure

mat4 joint_rows(float joint, float weight, int line) {
    int column = int(joint + 0.5) * 3;
    return weight * mat4(
        texelFetch(joint_palette, ivec2(column, line), 0).bgra,
        texelFetch(joint_palette, ivec2(column + 1, line), 0).bgra,
        texelFetch(joint_palette, ivec2(column + 2, line), 0).bgra,
        vec4(0.0));
}
#endif

#ifdef CROWD
uniform sampler2D people;         // a line for each person: place and heading; line in the palette, row of colours
uniform vec4 crowd_lines;         // x: the first line of this draw

vec4 person(int column) {
    return texelFetch(people, ivec2(column, int(crowd_lines.x) + gl_InstanceID), 0).bgra;
}
#endif

#ifdef WARDROBE
in vec4 p3d_Color;                // a factor on what paints a vertex, and how much of somebody's girth it takes on
in vec2 uv1;                      // which slot paints it, and which shape it belongs to; 0 is everybody's
uniform sampler2D wardrobe;       // a line for each person: shapes that show, height, girth; then a colour for each slot

vec4 outfit(int column) {
    return texelFetch(wardrobe, ivec2(column, int(person(1).y + 0.5)), 0).bgra;
}

bool is_worn() {
    int shape = int(uv1.y + 0.5) - 1;
    vec4 shown = outfit(0);
    int bits = int((shape < 16 ? shown.x : shown.y) + 0.5);
    return shape < 0 || (bits >> (shape % 16)) % 2 == 1;
}

vec4 painted() {
    return vec4(p3d_Color.rgb * outfit(1 + int(uv1.x + 0.5)).rgb, 1.0);
}
#endif

#ifdef PALETTE
in float part;                    // which block of the palette a vertex is covered with
uniform vec4 palette[160];        // see palette.glsl; below zero where a block's fourth number is: that part is not drawn
#endif

void pose(inout vec3 position, inout vec3 normal, inout vec3 along) {
#ifdef WARDROBE
    position += normal * (p3d_Color.a * outfit(0).w);
#endif
#ifdef MORPH
    for (int i = 0; i < int(morph_layout.z); ++i) {
        vec4 two = morph_shown[i / 2];
        vec2 shown = i % 2 == 0 ? two.xy : two.zw;
        int target = int(shown.x + 0.5);
        position += shown.y * morph_delta(target, 0);
        normal += shown.y * morph_delta(target, 1);
        along += shown.y * morph_delta(target, 2);
    }
#endif
#ifdef SKIN
    int line = 0;
#ifdef CROWD
    line = int(person(1).x + 0.5);
#endif
    mat4 rows = joint_rows(joints.x, weights.x, line) + joint_rows(joints.y, weights.y, line)
        + joint_rows(joints.z, weights.z, line) + joint_rows(joints.w, weights.w, line);
#ifdef SKIN8
    rows += joint_rows(joints_more.x, weights_more.x, line) + joint_rows(joints_more.y, weights_more.y, line)
        + joint_rows(joints_more.z, weights_more.z, line) + joint_rows(joints_more.w, weights_more.w, line);
#endif
    position = (vec4(position, 1.0) * rows).xyz;
    mat3 turn = transpose(mat3(rows));
    // The inverse transpose but for its length, also where a joint scales unevenly or mirrors.
    mat3 cofactor = mat3(cross(turn[1], turn[2]), cross(turn[2], turn[0]), cross(turn[0], turn[1]));
    normal = cofactor * normal * (dot(turn[0], cofactor[0]) < 0.0 ? -1.0 : 1.0);
    along = turn * along;
#endif
#ifdef CROWD
#ifdef WARDROBE
    position *= outfit(0).z;
#endif
    vec4 place = person(0);
    float c = cos(place.w), s = sin(place.w);
    mat3 heading = mat3(c, 0.0, -s, 0.0, 1.0, 0.0, s, 0.0, c);
    position = heading * position + place.xyz;
    normal = heading * normal;
    along = heading * along;
#ifdef WARDROBE
    // All corners of what is not worn fall together, so nothing of it is drawn.
    if (!is_worn()) position = place.xyz;
#endif
#endif
#ifdef PALETTE
    // All its corners fall together, so nothing of it is drawn.
    if (palette[4 * int(part + 0.5)].w < -0.5) position = vec3(0.0);
#endif
}
