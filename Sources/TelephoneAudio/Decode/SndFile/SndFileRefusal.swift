/// libsndfile's message for a file that it does not open, in words that say what is wrong with the file.
enum SndFileRefusal {
    static func reason(_ message: String) -> String {
        let text = message.lowercased()
        if ["unsupported encoding", "unimplemented format", "malformed 'fmt ' chunk"].contains(where: text.contains) {
            return "its codec is not supported"
        }
        if text.contains("sf_info") { return "its header declares no channels or no sampling rate" }
        if text.contains("not recognised") { return "it is damaged, or not what its first bytes say" }
        // "Error in WAV file. No 'data' chunk marker."
        guard text.hasPrefix("error in "), let stop = message.firstIndex(of: "."), message[stop...].count > 2 else {
            return message
        }
        return String(message[message.index(after: stop)...].drop { $0 == " " })
    }
}
