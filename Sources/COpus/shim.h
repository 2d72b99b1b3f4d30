#ifndef ANNOUNCE_COPUS_SHIM_H
#define ANNOUNCE_COPUS_SHIM_H
#include <opus.h>

// opus_decoder_ctl() is variadic, which Swift cannot call.
static inline int announce_opus_set_gain(OpusDecoder *decoder, opus_int32 gain) {
    return opus_decoder_ctl(decoder, OPUS_SET_GAIN(gain));
}

static inline int announce_opus_reset(OpusDecoder *decoder) {
    return opus_decoder_ctl(decoder, OPUS_RESET_STATE);
}

#endif
