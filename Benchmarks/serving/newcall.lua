-- A call as the provider announces it.
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/x-www-form-urlencoded; charset=UTF-8"
wrk.body = os.getenv("CALL_BODY")
local signature = os.getenv("CALL_SIGNATURE")
if signature then wrk.headers["X-Sipgate-Signature"] = signature end

done = function(summary, latency, requests)
    io.write(string.format(
        "FIGURES %f %f %d\n", summary.requests / summary.duration * 1e6, latency:percentile(99) / 1000,
        summary.errors.status + summary.errors.read + summary.errors.write + summary.errors.timeout
            + summary.errors.connect))
end
