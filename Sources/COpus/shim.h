#ifndef ANNOUNCE_COPUS_SHIM_H
#define ANNOUNCE_COPUS_SHIM_H
#include <opus.h>
#include <opus_multistream.h>

// opus_decoder_ctl() is variadic, which Swift cannot call.
static inline int announce_opus_set_gain(OpusDecoder *decoder, opus_int32 gain) {
    return opus_decoder_ctl(decoder, OPUS_SET_GAIN(gain));
}

static inline int announce_opus_reset(OpusDecoder *decoder) {
    return opus_decoder_ctl(decoder, OPUS_RESET_STATE);
}

static inline int announce_opus_ms_set_gain(OpusMSDecoder *decoder, opus_int32 gain) {
    return opus_multistream_decoder_ctl(decoder, OPUS_SET_GAIN(gain));
}

static inline int announce_opus_ms_reset(OpusMSDecoder *decoder) {
    return opus_multistream_decoder_ctl(decoder, OPUS_RESET_STATE);
}

#endif
