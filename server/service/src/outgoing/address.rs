//! Which addresses this server asks for others: none of the machine's own network, unless its operator says so.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Whether an endpoint may be there. Where `internal` ones are allowed, what is no machine is still not, nor are
/// link-local addresses, at which clouds hand out credentials.
pub fn is_allowed(ip: IpAddr, internal: bool) -> bool {
    let ip = whole(ip);
    !is_never(ip) && (internal || !is_internal(ip))
}

/// An address of version 4 in its own form, also where it is written inside of one of version 6.
fn whole(ip: IpAddr) -> IpAddr {
    let IpAddr::V6(six) = ip else { return ip };
    let [a, b, .., y, z] = six.segments();
    // What goes through NAT64, 64:ff9b::/96, and 6to4, 2002::/16.
    match (a, b) {
        (0x64, 0xff9b) => Ipv4Addr::from_bits(u32::from(y) << 16 | u32::from(z)).into(),
        (0x2002, _) => Ipv4Addr::from_bits(u32::from(b) << 16 | u32::from(six.segments()[2])).into(),
        _ => ip.to_canonical(),
    }
}

fn is_never(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => ip.octets()[0] == 0 || ip.is_link_local() || ip.is_multicast() || ip.octets()[0] >= 240,
        IpAddr::V6(ip) => ip.is_unspecified() || ip.is_unicast_link_local() || ip.is_multicast() || is_metadata(ip),
    }
}

/// Where Amazon's machines hand out credentials.
const fn is_metadata(ip: Ipv6Addr) -> bool {
    matches!(ip.segments(), [0xfd00, 0xec2, 0, 0, 0, 0, 0, 0x254])
}

fn is_internal(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => {
            let [a, b, c, _] = ip.octets();
            // Carriers' own, protocols' own, and what is for measuring.
            let is_special =
                a == 100 && (64..128).contains(&b) || (a, b, c) == (192, 0, 0) || a == 198 && b & 0xfe == 18;
            ip.is_private() || ip.is_loopback() || ip.is_documentation() || is_special
        }
        // All that is public lies in 2000::/3.
        IpAddr::V6(ip) => ip.segments()[0] & 0xe000 != 0x2000,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_public_addresses_are_asked_unless_the_operator_says_otherwise() {
        for internal in [
            "127.0.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "100.64.0.1",
            "198.18.0.1",
            "::1",
            "fd00::1",
            "::ffff:10.0.0.1",
            "64:ff9b::7f00:1",
            "2002:7f00:1::",
        ] {
            let ip = internal.parse().unwrap();
            assert!(!is_allowed(ip, false), "{internal}");
            assert!(is_allowed(ip, true), "{internal}");
        }
        for public in ["9.9.9.9", "2620:fe::9"] {
            assert!(is_allowed(public.parse().unwrap(), false), "{public}");
        }
    }

    #[test]
    fn what_hands_out_credentials_or_is_no_machine_is_never_asked() {
        for never in [
            "169.254.169.254",
            "0.0.0.0",
            "255.255.255.255",
            "224.0.0.1",
            "::",
            "fe80::1",
            "::ffff:169.254.169.254",
            "fd00:ec2::254",
        ] {
            assert!(!is_allowed(never.parse().unwrap(), true), "{never}");
        }
    }
}
