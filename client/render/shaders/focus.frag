// What is out of focus, blurred as a lens does: every pixel gathers from those whose circle of confusion reaches it.
uniform sampler2D picture;
uniform sampler2D depth_picture;
uniform vec4 depth_planes;       // near and far plane in metres
uniform vec4 focus;              // distance in metres, circle of confusion far behind it and the largest one, in pixels
uniform vec4 screen;

in vec2 at;
out vec4 color;

const int SAMPLES = 56;
const int LOOKOUTS = 12;

float noise(vec2 pixel) {
    return fract(52.9829189 * fract(dot(pixel, vec2(0.06711056, 0.00583715))));
}

float metres(vec2 place) {
    float near = depth_planes.x, far = depth_planes.y;
    return 2.0 * near * far / (far + near - (textureLod(depth_picture, place, 0.0).r * 2.0 - 1.0) * (far - near));
}

// The radius in pixels; the thin lens, far away from its focal length.
float confusion(float away) {
    return min(focus.y * abs(away - focus.x) / away, focus.z);
}

vec2 spiral(float radius, int i, float turn) {
    float angle = float(i) * 2.39996323 + turn;
    return radius * vec2(cos(angle), sin(angle));
}

// How far this pixel must look: as far as it is blurred itself, or as something before it is.
float reach(float here, float own, float turn) {
    float widest = own;
    for (int i = 0; i < LOOKOUTS; ++i) {
        vec2 aside = spiral(focus.z * sqrt((float(i) + 0.5) / float(LOOKOUTS)), i, turn);
        float there = metres(at + aside * screen.xy);
        if (there < here) widest = max(widest, confusion(there));
    }
    return widest;
}

void main() {
    float here = metres(at), own = confusion(here);
    float turn = noise(gl_FragCoord.xy) * 6.2831853;
    float widest = reach(here, own, turn);
    vec3 sum = textureLod(picture, at, 0.0).rgb;
    float weights = 1.0;
    for (int i = 0; i < SAMPLES && widest > 0.5; ++i) {
        float radius = widest * sqrt((float(i) + 0.5) / float(SAMPLES));
        vec2 place = at + spiral(radius, i, turn) * screen.xy;
        float there = metres(place);
        float blurred = confusion(there);
        // What lies behind does not spread over what is sharp before it.
        if (there > here) blurred = min(blurred, own);
        float weight = smoothstep(radius - 1.0, radius + 1.0, blurred);
        sum += mix(sum / weights, textureLod(picture, place, 0.0).rgb, weight);
        weights += 1.0;
    }
    color = vec4(sum / weights, 1.0);
}
