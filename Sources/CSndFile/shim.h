// Names for what Swift cannot import from <sndfile.h>: SF_FORMAT_* and SFC_* arrive there as Int while every
// function takes int, and the masks are macros over them.
#ifndef ANNOUNCE_CSNDFILE_SHIM_H
#define ANNOUNCE_CSNDFILE_SHIM_H
#include <sndfile.h>

static const int announce_sf_container_mask = SF_FORMAT_TYPEMASK;
static const int announce_sf_codec_mask = SF_FORMAT_SUBMASK;
static const int announce_sf_endian_mask = SF_FORMAT_ENDMASK;
static const int announce_sf_big_endian = SF_ENDIAN_BIG;

static const int announce_sf_wav = SF_FORMAT_WAV;
static const int announce_sf_wavex = SF_FORMAT_WAVEX;
static const int announce_sf_rf64 = SF_FORMAT_RF64;
static const int announce_sf_w64 = SF_FORMAT_W64;
static const int announce_sf_aiff = SF_FORMAT_AIFF;
static const int announce_sf_au = SF_FORMAT_AU;
static const int announce_sf_caf = SF_FORMAT_CAF;
static const int announce_sf_flac = SF_FORMAT_FLAC;
static const int announce_sf_ogg = SF_FORMAT_OGG;
static const int announce_sf_raw = SF_FORMAT_RAW;

static const int announce_sf_pcm_s8 = SF_FORMAT_PCM_S8;
static const int announce_sf_pcm_u8 = SF_FORMAT_PCM_U8;
static const int announce_sf_pcm_16 = SF_FORMAT_PCM_16;
static const int announce_sf_pcm_24 = SF_FORMAT_PCM_24;
static const int announce_sf_pcm_32 = SF_FORMAT_PCM_32;
static const int announce_sf_float = SF_FORMAT_FLOAT;
static const int announce_sf_double = SF_FORMAT_DOUBLE;
static const int announce_sf_ulaw = SF_FORMAT_ULAW;
static const int announce_sf_alaw = SF_FORMAT_ALAW;
static const int announce_sf_gsm610 = SF_FORMAT_GSM610;
static const int announce_sf_vox_adpcm = SF_FORMAT_VOX_ADPCM;
static const int announce_sf_vorbis = SF_FORMAT_VORBIS;
static const int announce_sf_opus = SF_FORMAT_OPUS;

/// The speaker position of each channel; returns 0 where the file names none.
static inline int announce_sf_channel_map(SNDFILE *file, int *positions, int channels) {
    return sf_command(file, SFC_GET_CHANNEL_MAP_INFO, positions, channels * (int)sizeof(int));
}

/// libsndfile's own name of a codec ("Signed 16 bit PCM"), or a null pointer.
static inline const char *announce_sf_codec_name(int format) {
    SF_FORMAT_INFO info = {.format = format & SF_FORMAT_SUBMASK};
    return sf_command(NULL, SFC_GET_FORMAT_INFO, &info, sizeof(info)) == 0 ? info.name : NULL;
}

/// libsndfile's own name of a container ("AIFF (Apple/SGI)"), or a null pointer.
static inline const char *announce_sf_container_name(int format) {
    SF_FORMAT_INFO info = {.format = format & SF_FORMAT_TYPEMASK};
    return sf_command(NULL, SFC_GET_FORMAT_INFO, &info, sizeof(info)) == 0 ? info.name : NULL;
}

#endif
