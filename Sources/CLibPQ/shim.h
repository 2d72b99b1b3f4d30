// What announce uses of libpq, PostgreSQL's client library (https://www.postgresql.org/docs/15/libpq.html). Declarations only: the
// library is opened at run time, once a database is named, since linking it costs every start 7 ms and 24 more libraries.
#ifndef ANNOUNCE_CLIBPQ_SHIM_H
#define ANNOUNCE_CLIBPQ_SHIM_H
#include <dlfcn.h>
#include <stddef.h>

typedef struct pg_conn announce_pg_connection;
typedef struct pg_result announce_pg_result;

/// PGnotify of libpq-fe.h.
typedef struct announce_pg_notification {
    char *channel;
    int process;
    char *payload;
    struct announce_pg_notification *next;
} announce_pg_notification;

// Constants of libpq-fe.h and postgres_ext.h, which are part of the library's binary interface.
static const int announce_pg_connection_bad = 1;
static const int announce_pg_polling_failed = 0;
static const int announce_pg_polling_reading = 1;
static const int announce_pg_polling_writing = 2;
static const int announce_pg_polling_ok = 3;
static const int announce_pg_empty_query = 0;
static const int announce_pg_command_ok = 1;
static const int announce_pg_tuples_ok = 2;
static const int announce_pg_nonfatal_error = 6;
static const int announce_pg_pipeline_sync = 10;
static const int announce_pg_pipeline_aborted = 11;
static const int announce_pg_diag_sqlstate = 'C';

/// The functions of the library.
typedef struct announce_libpq {
    announce_pg_connection *(*connectStart)(const char *);
    int (*connectPoll)(announce_pg_connection *);
    int (*status)(const announce_pg_connection *);
    int (*socket)(const announce_pg_connection *);
    void (*finish)(announce_pg_connection *);
    char *(*errorMessage)(const announce_pg_connection *);
    int (*setnonblocking)(announce_pg_connection *, int);
    int (*sendQuery)(announce_pg_connection *, const char *);
    int (*sendQueryParams)(
        announce_pg_connection *, const char *, int, const unsigned int *, const char *const *, const int *, const int *, int);
    int (*enterPipelineMode)(announce_pg_connection *);
    int (*exitPipelineMode)(announce_pg_connection *);
    int (*pipelineSync)(announce_pg_connection *);
    int (*flush)(announce_pg_connection *);
    int (*consumeInput)(announce_pg_connection *);
    int (*isBusy)(announce_pg_connection *);
    announce_pg_result *(*getResult)(announce_pg_connection *);
    int (*resultStatus)(const announce_pg_result *);
    char *(*resultErrorMessage)(const announce_pg_result *);
    char *(*resultErrorField)(const announce_pg_result *, int);
    void (*clear)(announce_pg_result *);
    int (*ntuples)(const announce_pg_result *);
    int (*nfields)(const announce_pg_result *);
    char *(*fname)(const announce_pg_result *, int);
    int (*getisnull)(const announce_pg_result *, int, int);
    char *(*getvalue)(const announce_pg_result *, int, int);
    int (*getlength)(const announce_pg_result *, int, int);
    announce_pg_notification *(*notifies)(announce_pg_connection *);
    void (*freemem)(void *);
} announce_libpq;

/// Looks all functions up in an opened library.
///
/// Returns the name of one that it does not have, or NULL.
static inline const char *announce_libpq_load(void *library, announce_libpq *functions) {
#define ANNOUNCE_LOAD(member, name) \
    if ((*(void **)&functions->member = dlsym(library, name)) == NULL) return name
    ANNOUNCE_LOAD(connectStart, "PQconnectStart");
    ANNOUNCE_LOAD(connectPoll, "PQconnectPoll");
    ANNOUNCE_LOAD(status, "PQstatus");
    ANNOUNCE_LOAD(socket, "PQsocket");
    ANNOUNCE_LOAD(finish, "PQfinish");
    ANNOUNCE_LOAD(errorMessage, "PQerrorMessage");
    ANNOUNCE_LOAD(setnonblocking, "PQsetnonblocking");
    ANNOUNCE_LOAD(sendQuery, "PQsendQuery");
    ANNOUNCE_LOAD(sendQueryParams, "PQsendQueryParams");
    ANNOUNCE_LOAD(enterPipelineMode, "PQenterPipelineMode");
    ANNOUNCE_LOAD(exitPipelineMode, "PQexitPipelineMode");
    ANNOUNCE_LOAD(pipelineSync, "PQpipelineSync");
    ANNOUNCE_LOAD(flush, "PQflush");
    ANNOUNCE_LOAD(consumeInput, "PQconsumeInput");
    ANNOUNCE_LOAD(isBusy, "PQisBusy");
    ANNOUNCE_LOAD(getResult, "PQgetResult");
    ANNOUNCE_LOAD(resultStatus, "PQresultStatus");
    ANNOUNCE_LOAD(resultErrorMessage, "PQresultErrorMessage");
    ANNOUNCE_LOAD(resultErrorField, "PQresultErrorField");
    ANNOUNCE_LOAD(clear, "PQclear");
    ANNOUNCE_LOAD(ntuples, "PQntuples");
    ANNOUNCE_LOAD(nfields, "PQnfields");
    ANNOUNCE_LOAD(fname, "PQfname");
    ANNOUNCE_LOAD(getisnull, "PQgetisnull");
    ANNOUNCE_LOAD(getvalue, "PQgetvalue");
    ANNOUNCE_LOAD(getlength, "PQgetlength");
    ANNOUNCE_LOAD(notifies, "PQnotifies");
    ANNOUNCE_LOAD(freemem, "PQfreemem");
#undef ANNOUNCE_LOAD
    return NULL;
}
#endif
