package import HTTPListener

/// Replies to a request for a published file, by its name; 404 if there is none.
package typealias PublishedMedia = @Sendable (ConditionalRequest, _ name: String) async throws -> Reply
