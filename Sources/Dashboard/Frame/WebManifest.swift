import HTTPListener
import HTTPTypes
import NIOCore

/// What makes the dashboard installable on telephones and computers as an app of its own (https://www.w3.org/TR/appmanifest/).
enum WebManifest {
    static let path = "/manifest.webmanifest"
    static let small = AdminAsset("icon-192.png", PackageResources.icon_192_png)
    static let large = AdminAsset("icon-512.png", PackageResources.icon_512_png)

    private static func icon(_ asset: AdminAsset, _ size: Int) -> String {
        #"{"src":"\#(asset.path)","sizes":"\#(size)x\#(size)","type":"image/png","purpose":"any maskable"}"#
    }

    static var text: String {
        """
        {"id":"/","name":"announce","short_name":"announce","start_url":"/home","scope":"/","display":"standalone",\
        "background_color":"#fbfaf7","theme_color":"#1f6660","lang":"\(Language.current.rawValue)",\
        "icons":[\(icon(small, 192)),\(icon(large, 512))]}

        """
    }

    /// Open without a login, since browsers ask for it without the cookie. It says nothing about this server.
    static var route: AdminRoute {
        var route = AdminRoute.get(path) { _ in
            Reply(.ok, bytes: ByteBuffer(string: text), type: "application/manifest+json")
        }
        route.isOpen = true
        return route
    }
}
