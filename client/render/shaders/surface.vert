in vec4 p3d_Vertex;
in vec3 p3d_Normal;
in vec2 p3d_MultiTexCoord0;
#ifndef WARDROBE
in vec4 p3d_Color;
in vec2 uv1;
#endif
in vec4 tangent;
#ifdef PALETTE
flat out int block;
#endif

uniform mat4 p3d_ModelViewProjectionMatrix;
uniform mat4 p3d_ModelMatrix;
uniform mat3 p3d_NormalMatrix;
uniform mat4 p3d_ViewMatrixInverse;

out vec3 world_position;
out vec3 world_normal;
out vec4 world_tangent;
out vec4 vertex_color;
out vec2 uv[2];

void main() {
    vec3 position = p3d_Vertex.xyz, normal = p3d_Normal, along = tangent.xyz;
    pose(position, normal, along);
    world_position = gltf_from_panda((p3d_ModelMatrix * vec4(position, 1.0)).xyz);
    world_normal = gltf_from_panda(mat3(p3d_ViewMatrixInverse) * (p3d_NormalMatrix * normal));
    world_tangent = vec4(gltf_from_panda(mat3(p3d_ModelMatrix) * along), tangent.w);
#ifdef WARDROBE
    vertex_color = painted();
#else
    vertex_color = p3d_Color;
#endif
#ifdef PALETTE
    block = int(part + 0.5);
#endif
    uv[0] = p3d_MultiTexCoord0;
    uv[1] = uv1;
    gl_Position = p3d_ModelViewProjectionMatrix * vec4(position, 1.0);
}
