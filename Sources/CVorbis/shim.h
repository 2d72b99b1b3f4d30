#ifndef ANNOUNCE_CVORBIS_SHIM_H
#define ANNOUNCE_CVORBIS_SHIM_H
#include <vorbis/codec.h>
#endif
