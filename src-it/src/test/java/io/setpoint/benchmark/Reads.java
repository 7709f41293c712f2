package io.setpoint.benchmark;

import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import io.setpoint.Live;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

import org.springframework.cloud.context.config.annotation.RefreshScope;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/**
 * Ways to read a setting.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Benchmark)
public class Reads {

	private ConfigurableApplicationContext context;

	private volatile Limits field;

	private AtomicReference<Limits> reference;

	private Live<Limits> live;

	private RefreshScoped refreshScoped;

	private Environment environment;

	/**
	 * Start an application.
	 */
	@Setup
	public void start() {
		this.context = Applications.startWith(Scoped.class,
				Map.of("limits.limit", 100, "limits.burst", 20, "limits.name", "checkout", "limits.region",
						"eu-central", "limits.timeout", "250ms", "limits.interval", "2s", "limits.size", "64KB"));
		this.live = Subject.live(this.context);
		this.field = this.live.get();
		this.reference = new AtomicReference<>(this.field);
		this.refreshScoped = this.context.getBean(RefreshScoped.class);
		this.environment = this.context.getEnvironment();
	}

	/**
	 * Close the application.
	 */
	@TearDown
	public void close() {
		this.context.close();
	}

	/**
	 * The baseline.
	 * @return the value
	 */
	@Benchmark
	public Limits volatileField() {
		return this.field;
	}

	/**
	 * What one would hold a value in that others may change: like a {@link Live} it has
	 * to be found first.
	 * @return the value
	 */
	@Benchmark
	public Limits atomicReference() {
		return this.reference.get();
	}

	/**
	 * Setpoint.
	 * @return the value
	 */
	@Benchmark
	public Limits live() {
		return this.live.get();
	}

	/**
	 * Spring Cloud.
	 * @return the value
	 */
	@Benchmark
	public int refreshScoped() {
		return this.refreshScoped.getLimit();
	}

	/**
	 * The environment.
	 * @return the value
	 */
	@Benchmark
	public String environment() {
		return this.environment.getProperty("limits.limit");
	}

	/**
	 * A service that takes the setting when it is created.
	 */
	public static class RefreshScoped {

		private int limit;

		/**
		 * Return the setting.
		 * @return the setting
		 */
		public int getLimit() {
			return this.limit;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Scoped {

		@Bean
		@RefreshScope
		RefreshScoped refreshScoped(Environment environment) {
			RefreshScoped bean = new RefreshScoped();
			bean.limit = environment.getRequiredProperty("limits.limit", int.class);
			return bean;
		}

	}

}
