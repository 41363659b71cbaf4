/* Calls the Rust side: the loss must fall. */
#include <stdint.h>
#include <stdio.h>

void begin(uint64_t seed);
float step(void);

int main(void) {
    begin(1);
    float first = step(), last = first;
    for (int i = 0; i < 300; i++) last = step();
    printf("%f %f\n", first, last);
    return !(first > 0 && last >= 0 && last < first / 10);
}
