// What is known of the line so far. Both readers fill it.

uvec4 kinds = uvec4(0u);
uint fields = 0u;
uint unknown = 0u;
// The string under the type's key: its first bytes, zeros behind.
uvec4 typeName = uvec4(0u);
uint typeLength = 0u;
bool typed = false;
