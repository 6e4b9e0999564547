/* What a collections desk, its trunk and the 60 calls of a load run need of pjproject. */
#define PJSUA_MAX_CALLS          64
#define PJSUA_MAX_ACC            32
#define PJSUA_MAX_PLAYERS        128
#define PJSUA_MAX_RECORDERS      128
#define PJSUA_MAX_CONF_PORTS     1024
#define PJ_IOQUEUE_MAX_HANDLES   1024
#define PJSIP_MAX_TRANSPORTS     256
#define PJSIP_MAX_TSX_COUNT      4095
#define PJSIP_MAX_DIALOG_COUNT   2047
#define PJMEDIA_HAS_VIDEO        0
