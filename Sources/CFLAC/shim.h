#ifndef ANNOUNCE_CFLAC_SHIM_H
#define ANNOUNCE_CFLAC_SHIM_H
#include <FLAC/stream_decoder.h>

// An array of unknown size, which Swift cannot import.
static inline const char *announce_flac_init_words(FLAC__StreamDecoderInitStatus status) {
    return FLAC__StreamDecoderInitStatusString[status];
}

#endif
