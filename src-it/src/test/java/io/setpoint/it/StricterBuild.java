package io.setpoint.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.LockSupport;

import jakarta.validation.constraints.Max;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.context.annotation.Configuration;
import org.springframework.validation.annotation.Validated;

/**
 * What the next build of the shop has in addition, to be named by
 * {@code spring.main.sources}.
 *
 * @since 0.1.0
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(StricterBuild.StricterPricing.class)
public class StricterBuild {

	/**
	 * The system property with the file in which the first who binds {@link #ENDLESS}
	 * says so, before it goes on for ever.
	 */
	static final String MARKER = "stricter.marker";

	static final int ENDLESS = 41;

	private static void bind(int discount) {
		String marker = System.getProperty(MARKER);
		if (discount == ENDLESS && marker != null && isFirst(Path.of(marker))) {
			while (true) {
				LockSupport.park();
			}
		}
	}

	private static boolean isFirst(Path marker) {
		try {
			Files.writeString(marker, String.valueOf(ProcessHandle.current().pid()), StandardOpenOption.CREATE_NEW);
			return true;
		}
		catch (FileAlreadyExistsException ex) {
			return false;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Pricing with a narrower bound.
	 *
	 * @param discount the discount
	 */
	@ConfigurationProperties("pricing")
	@Validated
	public record StricterPricing(@Max(50) @DefaultValue("0") int discount) {

		public StricterPricing {
			bind(discount);
		}

	}

}
