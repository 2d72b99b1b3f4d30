#ifndef ANNOUNCE_CMPG123_SHIM_H
#define ANNOUNCE_CMPG123_SHIM_H
#include <mpg123.h>

// mpg123_param() and mpg123_getstate() are macros over the variants that take a plain int; Swift sees neither.
static inline int announce_mpg123_set(mpg123_handle *handle, enum mpg123_parms key, long value) {
    return mpg123_param2(handle, (int)key, value, 0.0);
}

#endif
