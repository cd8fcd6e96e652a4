in vec4 p3d_Vertex;
#ifdef WARDROBE
in vec3 p3d_Normal;
#endif
uniform mat4 p3d_ModelViewProjectionMatrix;

void main() {
    vec3 position = p3d_Vertex.xyz, normal = vec3(0.0), along = vec3(0.0);
#ifdef WARDROBE
    normal = p3d_Normal;
#endif
    pose(position, normal, along);
    gl_Position = p3d_ModelViewProjectionMatrix * vec4(position, 1.0);
}
