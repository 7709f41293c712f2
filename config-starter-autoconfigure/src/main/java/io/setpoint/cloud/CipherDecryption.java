package io.setpoint.cloud;

import java.util.Objects;

import io.setpoint.document.Decryption;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.bootstrap.BootstrapContext;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.cloud.bootstrap.encrypt.AbstractEnvironmentDecrypt;
import org.springframework.cloud.bootstrap.encrypt.KeyProperties;
import org.springframework.cloud.bootstrap.encrypt.TextEncryptorUtils;
import org.springframework.security.crypto.encrypt.TextEncryptor;

/**
 * Decrypts what Spring Cloud calls {@code {cipher}} values, with its own encryptor. It
 * would do so itself only once, at start, and put the result above all other sources.
 */
class CipherDecryption implements Decryption {

	private static final String PREFIX = AbstractEnvironmentDecrypt.ENCRYPTED_PROPERTY_PREFIX;

	private static final String ENABLED = "spring.cloud.decrypt-environment-post-processor.enabled";

	private final BootstrapContext bootstrapContext;

	private @Nullable TextEncryptor encryptor;

	CipherDecryption(BootstrapContext bootstrapContext) {
		this.bootstrapContext = bootstrapContext;
	}

	@Override
	public String decrypt(String text) {
		if (!text.startsWith(PREFIX) || !isEnabled()) {
			return text;
		}
		String plain = encryptor().decrypt(text.substring(PREFIX.length()));
		return Objects.requireNonNull(plain);
	}

	private boolean isEnabled() {
		return binder().bind(ENABLED, Boolean.class).orElse(true);
	}

	/**
	 * Return the encryptor that becomes a bean. As long as there is no key there is none:
	 * asked for too early it would stay one that cannot decrypt.
	 * @return the encryptor
	 */
	private synchronized TextEncryptor encryptor() {
		TextEncryptor encryptor = this.encryptor;
		if (encryptor == null) {
			encryptor = Objects.requireNonNull(this.bootstrapContext.get(TextEncryptor.class));
			KeyProperties keys = binder().bind(KeyProperties.PREFIX, KeyProperties.class).orElseGet(KeyProperties::new);
			if (!(encryptor instanceof TextEncryptorUtils.FailsafeTextEncryptor)
					|| TextEncryptorUtils.keysConfigured(keys)) {
				this.encryptor = encryptor;
			}
		}
		return encryptor;
	}

	private Binder binder() {
		return Objects.requireNonNull(this.bootstrapContext.get(Binder.class));
	}

}
