package io.setpoint.cloud;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.setpoint.acceptance.TestLocation;
import io.setpoint.actuate.RefreshOperation;
import io.setpoint.actuate.RefreshUnavailableException;
import io.setpoint.document.LocationPropertySource;
import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.cloud.context.refresh.ContextRefresher;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;
import org.springframework.validation.annotation.Validated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A refresh by hand reads a changed file again, in an application that imports etcd as
 * well. Its etcd is out of reach, and its location is written by the test.
 */
@ExtendWith(OutputCaptureExtension.class)
class OtherSourceRefreshTests {

	private static final String NAME = "etcd:/config/test/";

	private final TestLocation location = TestLocation.in("/config/test/");

	@TempDir
	private Path directory;

	private ConfigurableApplicationContext context;

	@BeforeEach
	void start() throws Exception {
		write("depot.limit: 1", "depot.name: \"file\"");
		this.context = new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.run("--spring.config.location=" + this.directory + "/",
					"--spring.config.import=optional:etcd:/config/test/",
					"--setpoint.etcd.endpoints=http://127.0.0.1:1", "--setpoint.snapshot.enabled=false",
					"--spring.main.banner-mode=off", "--management.endpoints.web.exposure.include=refresh");
		this.location.change(this.context, "depot/name", "etcd", "shed/size", "3");
	}

	@AfterEach
	void stop() {
		this.context.close();
	}

	@Test
	void refreshWhenFileChangedBindsWhatReadsIt() throws Exception {
		write("depot.limit: 2", "depot.name: \"other\"", "shed.height: 4");
		assertThat(refresh()).containsExactlyInAnyOrder("depot.limit", "shed.height");
		assertThat(state()).isEqualTo("Depot[limit=2, name=etcd] shed=3x4 limit=2");
		this.location.change(this.context, "depot/name", null);
		assertThat(state()).isEqualTo("Depot[limit=2, name=other] shed=3x4 limit=2");
	}

	@Test
	void refreshWhenFileIsInvalidKeepsLastGoodValueAndSaysWhy(CapturedOutput output) throws Exception {
		write("depot.limit: -2");
		assertThat(refresh()).contains("depot.limit");
		assertThat(this.context.getBean(Depot.class)).isEqualTo(new Depot(1, "etcd"));
		assertThat(output).contains("Refused what a source other than etcd says about " + Depot.class.getName());
		write("depot.limit: 5");
		refresh();
		assertThat(state()).isEqualTo("Depot[limit=5, name=etcd] shed=3x0 limit=5");
	}

	@Test
	void refreshWhenLocationIsWrappedLeavesTheWrapperInPlace() throws Exception {
		MutablePropertySources sources = this.context.getEnvironment().getPropertySources();
		PropertySource<?> location = sources.get(NAME);
		assertThat(location).isInstanceOf(LocationPropertySource.class);
		Upper wrapper = new Upper((LocationPropertySource) location);
		sources.replace(NAME, wrapper);
		write("depot.limit: 2");
		assertThat(refresh()).containsExactly("depot.limit");
		assertThat(sources.get(NAME)).isSameAs(wrapper);
		this.location.change(this.context, "depot/name", "new");
		assertThat(state()).isEqualTo("Depot[limit=2, name=NEW] shed=3x0 limit=2");
	}

	@Test
	void refreshWhenSomethingIsAboveTheLocationLeavesBothInPlace() throws Exception {
		MutablePropertySources sources = this.context.getEnvironment().getPropertySources();
		PropertySource<?> location = sources.get(NAME);
		sources.addFirst(new PropertySource<>("above", new Object()) {

			@Override
			public @Nullable Object getProperty(String name) {
				return name.equals("depot.above") ? location.getProperty("depot.name") : location.getProperty(name);
			}

		});
		write("depot.limit: 2");
		assertThat(refresh()).containsExactly("depot.limit");
		assertThat(sources.get(NAME)).isSameAs(location);
		assertThat(state()).isEqualTo("Depot[limit=2, name=etcd] shed=3x0 limit=2");
	}

	@Test
	void operationWhenEtcdIsOutOfReachRefreshesFilesAllTheSame() throws Exception {
		write("depot.limit: 2");
		assertThatExceptionOfType(RefreshUnavailableException.class)
			.isThrownBy(() -> this.context.getBean(RefreshOperation.class).refresh())
			.withMessageStartingWith("etcd could not be read");
		assertThat(this.context.getBean(Depot.class).limit()).isEqualTo(2);
	}

	private Iterable<String> refresh() throws Exception {
		Iterable<String> names = this.context.getBean(ContextRefresher.class).refreshEnvironment();
		this.location.awaitFollowers(this.context);
		return names;
	}

	private void write(String... lines) throws Exception {
		Files.write(this.directory.resolve("application.yaml"), List.of(lines));
	}

	private String state() {
		Shed shed = this.context.getBean(Shed.class);
		return this.context.getBean(Depot.class) + " shed=" + shed.getSize() + "x" + shed.getHeight() + " limit="
				+ this.context.getEnvironment().getProperty("depot.limit");
	}

	private static final class Upper extends EnumerablePropertySource<Object> {

		private final LocationPropertySource delegate;

		private Upper(LocationPropertySource delegate) {
			super(delegate.getName(), delegate.getSource());
			this.delegate = delegate;
		}

		@Override
		public String[] getPropertyNames() {
			return this.delegate.getPropertyNames();
		}

		@Override
		public @Nullable Object getProperty(String name) {
			Object value = this.delegate.getProperty(name);
			return name.equals("depot.name") ? String.valueOf(value).toUpperCase() : value;
		}

	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	@EnableConfigurationProperties({ Depot.class, Shed.class })
	static class Application {

	}

	@ConfigurationProperties("depot")
	@Validated
	record Depot(@Min(0) int limit, @DefaultValue("none") String name) {
	}

	@ConfigurationProperties("shed")
	static class Shed {

		private int size;

		private int height;

		int getSize() {
			return this.size;
		}

		void setSize(int size) {
			this.size = size;
		}

		int getHeight() {
			return this.height;
		}

		void setHeight(int height) {
			this.height = height;
		}

	}

}
