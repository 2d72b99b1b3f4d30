// What Swift cannot import of zlib.h: macros.
#ifndef ANNOUNCE_CZLIB_SHIM_H
#define ANNOUNCE_CZLIB_SHIM_H
#include <zlib.h>

/// inflateInit2: gzip (RFC 1952) and nothing else, which 16 beside the window's 15 bits stands for.
static inline int announce_inflate_gzip(z_stream *stream) { return inflateInit2(stream, 15 + 16); }

/// inflateInit2: deflate (RFC 1951) without a header, which a negative size of the window stands for.
static inline int announce_inflate_raw(z_stream *stream) { return inflateInit2(stream, -15); }

/// deflateInit2: gzip, at the usual level.
static inline int announce_deflate_gzip(z_stream *stream) {
    return deflateInit2(stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
}
#endif
