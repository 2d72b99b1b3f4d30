done = function(summary, latency, requests)
    io.write(string.format(
        "FIGURES %f %f %d\n", summary.requests / summary.duration * 1e6, latency:percentile(99) / 1000,
        summary.errors.status + summary.errors.read + summary.errors.write + summary.errors.timeout
            + summary.errors.connect))
end
