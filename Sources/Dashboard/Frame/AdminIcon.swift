/// A picture in the bar of pages: strokes in a field of 24 by 24.
package enum AdminIcon: String, Hashable, Sendable {
    case home = "M4 11l8-7 8 7v9h-5v-6h-6v6H4z"
    case calls = "M6 3h4l2 5-2.5 1.5a11 11 0 0 0 5 5L16 12l5 2v4a3 3 0 0 1-3 3A15 15 0 0 1 3 6a3 3 0 0 1 3-3z"
    case announcements = "M4 9h4l5-4v14l-5-4H4zM16 9q2 3 0 6M18.5 6.5q4 5.5 0 11"
    case hours = "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 7v5l3 2"
    case numbers = "M9 4L7 20M17 4l-2 16M4 9h16M4 15h16"
    case advanced = "M4 7h10M18 7h2M4 17h2M10 17h10M16 5v4M8 15v4"

    var html: HTML {
        "<svg class=\"icon\" viewBox=\"0 0 24 24\" aria-hidden=\"true\"><path d=\"\(rawValue)\"/></svg>"
    }
}
