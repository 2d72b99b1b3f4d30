import LocalFiles

/// The command line of ffmpeg.
///
/// The recording decides nothing but the samples. Its container is named, so that a playlist (HLS, concat, SDP, DASH) is
/// never taken for one; other containers inside it are not opened; no protocol but that of local files is allowed, and the
/// one container that can name another file, QuickTime with its data references, is run so that it does not follow them.
enum FFmpegArguments {
    /// The recording, opened anew by ffmpeg for a position of its own.
    static let path = "/proc/self/fd/\(ChildProcess.inputDescriptor)"

    /// Decodes a track of `source` to a WAV stream of 32-bit float samples on standard output.
    static func decoding(_ input: FFmpegInput, track: Int, of source: ByteSource) -> [String] {
        let isWhole = source.start == 0 && source.fileSize == source.count
        // A part of a file is read by the subfile protocol, on top of the other.
        let address =
            isWhole ? path : "subfile,,start,\(source.start),end,\(source.start + source.count),,:\(path)"
        return ["-nostdin", "-hide_banner", "-v", "error"]
            + ["-protocol_whitelist", isWhole ? "file" : "subfile,file", "-format_whitelist", input.demuxer]
            + (input.demuxer == "mov" ? ["-enable_drefs", "0", "-use_absolute_path", "0"] : [])
            + ["-f", input.demuxer, "-i", address, "-map", "0:a:\(track - 1)", "-vn", "-sn", "-dn"]
            + ["-map_metadata", "-1", "-bitexact", "-c:a", "pcm_f32le", "-f", "wav", "pipe:1"]
    }
}
