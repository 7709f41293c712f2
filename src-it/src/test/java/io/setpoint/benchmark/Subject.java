package io.setpoint.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import io.setpoint.Live;
import io.setpoint.Snapshots;
import io.setpoint.acceptance.AcceptancePipeline;
import io.setpoint.acceptance.ConfigurationWatch;
import io.setpoint.acceptance.Refusal;
import io.setpoint.mirror.MirrorStatus.State;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.cloud.context.refresh.ContextRefresher;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.ResolvableType;
import org.springframework.util.ClassUtils;

/**
 * Something that learns of changes, in a JVM of its own.
 *
 * @param serial the serial number that it shows
 * @param change makes a change, where changes are not made in etcd
 * @param table tells what is shown of {@link Table}
 * @param live tells whether it follows etcd, as far as it knows
 */
record Subject(LongSupplier serial, LongConsumer change, Supplier<String> table, BooleanSupplier live) {

	/**
	 * A kind of subject.
	 */
	enum Kind {

		/**
		 * A listener of jetcd.
		 */
		BARE {

			@Override
			Subject create(String endpoint, String prefix) {
				return watching(new BareWatch(endpoint, prefix)::serial, () -> "", () -> true);
			}

		},

		/**
		 * A listener of jetcd that binds by itself.
		 */
		BINDER {

			@Override
			Subject create(String endpoint, String prefix) {
				return watching(PlainBinder.start(endpoint, prefix)::serial, () -> "", () -> true);
			}

		},

		/**
		 * An application that imports from etcd.
		 */
		SETPOINT {

			@Override
			Subject create(String endpoint, String prefix) {
				ConfigurableApplicationContext context = Applications.startWith(WithTable.class,
						Applications.importing(endpoint, prefix));
				Live<Limits> live = live(context);
				return watching(() -> live.get().serial(), () -> table(context), () -> isLive(context));
			}

		},

		/**
		 * An application with the same keys in a file and setter-based types, which
		 * Spring Cloud's {@code ContextRefresher} brings up to date.
		 */
		REFRESHER {

			@Override
			Subject create(String endpoint, String prefix) {
				return refreshing(Path.of(prefix));
			}

		};

		/**
		 * Create a subject.
		 * @param endpoint where etcd is
		 * @param source the prefix of the location or the file with the properties
		 * @return the subject
		 */
		abstract Subject create(String endpoint, String source);

	}

	@SuppressWarnings("unchecked")
	static Live<Limits> live(ConfigurableApplicationContext context) {
		return (Live<Limits>) context.getBeanProvider(ResolvableType.forClassWithGenerics(Live.class, Limits.class))
			.getObject();
	}

	private static Subject watching(LongSupplier serial, Supplier<String> table, BooleanSupplier live) {
		return new Subject(serial, (value) -> {
			throw new UnsupportedOperationException("Changes are made in etcd");
		}, table, live);
	}

	private static Subject refreshing(Path file) {
		ConfigurableApplicationContext context = Applications
			.startGenerated(Map.of("spring.config.import", "file:" + file));
		Object bean = context
			.getBean(ClassUtils.resolveClassName("io.setpoint.benchmark.generated.Type00", context.getClassLoader()));
		ContextRefresher refresher = context.getBean(ContextRefresher.class);
		String content = read(file);
		return new Subject(() -> serialOf(bean), (value) -> {
			write(file, content.replace("limits.serial=0", "limits.serial=" + value));
			refresher.refresh();
		}, () -> "", () -> true);
	}

	private static boolean isLive(ConfigurableApplicationContext context) {
		return context.getBean(ConfigurationWatch.class)
			.statuses()
			.values()
			.stream()
			.allMatch((status) -> status.state() == State.LIVE);
	}

	private static String table(ConfigurableApplicationContext context) {
		long largest = context.getBean(Snapshots.class).current().get(Table.class).largest();
		List<String> blamed = context.getBean(AcceptancePipeline.class)
			.accepted()
			.refusals()
			.stream()
			.filter((refusal) -> refusal.reason().contains("'" + refusal.key() + "'"))
			.map(Refusal::key)
			.toList();
		return largest + " " + blamed;
	}

	private static long serialOf(Object bean) {
		try {
			return (long) bean.getClass().getMethod("getSerial").invoke(bean);
		}
		catch (IllegalAccessException | NoSuchMethodException | InvocationTargetException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static void write(Path file, String content) {
		try {
			Files.writeString(file, content);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableConfigurationProperties(Table.class)
	static class WithTable {

	}

}
