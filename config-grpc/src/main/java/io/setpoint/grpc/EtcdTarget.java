package io.setpoint.grpc;

import java.net.URI;

import io.setpoint.naming.Directory;

import org.springframework.util.Assert;
import org.springframework.util.StringUtils;

/**
 * A target of gRPC that stands for a service in etcd. It names the same service as it
 * does to etcd's own Go client, which drops one slash; the root of the services may be
 * left out.
 *
 * @param service the name of the service below the root
 */
record EtcdTarget(String service) {

	static final String SCHEME = "etcd";

	/**
	 * Read a target.
	 * @param target the target
	 * @param root what the keys of all services begin with, empty or ending in {@code /}
	 * @return what it stands for
	 * @throws IllegalArgumentException if it stands for no service
	 */
	static EtcdTarget of(URI target, String root) {
		Assert.isTrue(target.getRawPath() != null && target.getRawPath().startsWith("/"),
				() -> "The target '" + target + "' names no service: write it as '" + SCHEME + ":///stock'");
		Assert.isTrue(!StringUtils.hasLength(target.getRawAuthority()),
				() -> "The target '" + target
						+ "' has a host, but where etcd is says 'setpoint.etcd.endpoints': write it"
						+ " with three slashes, as '" + SCHEME + ":///stock'");
		String path = target.getPath().substring(1);
		String service = path.startsWith(root) ? path.substring(root.length()) : path;
		Assert.isTrue(Directory.isName(service), () -> "The target '" + target
				+ "' names no service: a name neither begins nor ends with '/' and has no empty part");
		return new EtcdTarget(service);
	}

}
