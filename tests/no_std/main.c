/* Calls the Rust side: the losses must fall. */
#include <stdint.h>
#include <stdio.h>

void begin(uint64_t seed);
float step(void);
void digits_begin(uint64_t seed);
float digits_step(void);

static int learns(void (*start)(uint64_t), float (*next)(void)) {
    start(1);
    float first = next(), last = first;
    for (int i = 0; i < 300; i++) last = next();
    printf("%f %f\n", first, last);
    return first > 0 && last >= 0 && last < first / 10;
}

int main(void) {
    return !(learns(begin, step) && learns(digits_begin, digits_step));
}
