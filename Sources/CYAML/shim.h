#ifndef ANNOUNCE_CYAML_SHIM_H
#define ANNOUNCE_CYAML_SHIM_H
#include <yaml.h>
#endif
