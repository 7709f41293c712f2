package io.setpoint.cloud;

import io.setpoint.document.Decryption;

import org.springframework.boot.bootstrap.BootstrapRegistry;
import org.springframework.boot.bootstrap.BootstrapRegistryInitializer;
import org.springframework.util.ClassUtils;

/**
 * Lets locations have values that are encrypted as Spring Cloud does, where it is present
 * with what it needs for that.
 */
class CipherBootstrapRegistryInitializer implements BootstrapRegistryInitializer {

	private static final boolean PRESENT = isPresent("org.springframework.security.crypto.encrypt.TextEncryptor")
			&& isPresent("org.springframework.cloud.bootstrap.encrypt.TextEncryptorUtils");

	private static boolean isPresent(String className) {
		return ClassUtils.isPresent(className, CipherBootstrapRegistryInitializer.class.getClassLoader());
	}

	@Override
	public void initialize(BootstrapRegistry registry) {
		if (PRESENT) {
			registry.registerIfAbsent(Decryption.class, CipherDecryption::new);
		}
	}

}
