package io.setpoint.autoconfigure;

import java.util.List;

import io.setpoint.configdata.SetpointProperties;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.util.Assert;
import org.springframework.util.StringUtils;

/**
 * Adapts {@link SetpointProperties} to {@link EtcdConnectionDetails}.
 */
class PropertiesEtcdConnectionDetails implements EtcdConnectionDetails {

	private final SetpointProperties.Etcd properties;

	private final @Nullable SslBundles sslBundles;

	PropertiesEtcdConnectionDetails(SetpointProperties properties, @Nullable SslBundles sslBundles) {
		this.properties = properties.etcd();
		this.sslBundles = sslBundles;
	}

	@Override
	public List<String> getEndpoints() {
		return this.properties.endpoints();
	}

	@Override
	public @Nullable String getUser() {
		return this.properties.user();
	}

	@Override
	public @Nullable String getPassword() {
		return this.properties.password();
	}

	@Override
	public @Nullable SslBundle getSslBundle() {
		String bundle = this.properties.ssl().bundle();
		if (!StringUtils.hasLength(bundle)) {
			return null;
		}
		Assert.notNull(this.sslBundles, "SSL bundle name has been set but no SSL bundles found in context");
		return this.sslBundles.getBundle(bundle);
	}

}
