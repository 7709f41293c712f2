package io.setpoint.console.web;

import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import io.setpoint.console.access.RightsResolver;
import io.setpoint.console.landscape.GuardCourses;
import io.setpoint.console.landscape.LandscapeWatch;
import io.setpoint.rollout.RolloutKeys;
import io.setpoint.rollout.trial.Pauses;
import io.setpoint.rollout.trial.Trials;
import io.setpoint.schema.judging.Judge;
import io.setpoint.store.WritableStore;
import org.thymeleaf.templatemode.TemplateMode;
import org.thymeleaf.templateresolver.ClassLoaderTemplateResolver;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.CacheControl;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.PathMatchConfigurer;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * The pages of the console.
 *
 * @since 0.1.0
 */
@Configuration(proxyBeanMethods = false)
@Import({ OverviewController.class, ConfigurationController.class, CompareController.class, EditorController.class,
		StartController.class, RolloutController.class, FleetController.class, HistoryController.class,
		LoginController.class, LeftFormController.class, EventsController.class, KeysController.class,
		KeyEditController.class, TypingController.class, ConsoleErrors.class })
public class ConsoleWebConfiguration {

	private static final int THREADS = 4;

	@Bean
	Links consoleLinks(Settings settings) {
		return new Links(settings.path());
	}

	@Bean
	Times consoleTimes() {
		return new Times(Clock.systemUTC());
	}

	@Bean
	Pages consolePages(LandscapeWatch watch, Links links) {
		return new Pages(watch, links, Clock.systemUTC());
	}

	@Bean
	ConsoleErrorPages consoleErrorPages(Pages pages, Links links, RightsResolver rights) {
		return new ConsoleErrorPages(pages, links, rights);
	}

	@Bean
	HistoryReads consoleHistory(WritableStore setpointConsoleStore, RolloutKeys setpointConsoleKeys) {
		return new HistoryReads(setpointConsoleStore, setpointConsoleKeys);
	}

	@Bean
	VersionReads consoleVersions(WritableStore setpointConsoleStore, RolloutKeys setpointConsoleKeys,
			HistoryReads consoleHistory, LandscapeWatch watch, Times consoleTimes) {
		return new VersionReads(setpointConsoleStore, setpointConsoleKeys, consoleHistory, watch, consoleTimes);
	}

	@Bean(destroyMethod = "shutdown")
	ExecutorService consoleExecutor() {
		ThreadPoolExecutor executor = new ThreadPoolExecutor(THREADS, THREADS, 10, TimeUnit.SECONDS,
				new LinkedBlockingQueue<>(), (worker) -> {
					Thread thread = new Thread(worker, "setpoint-console-desk");
					thread.setDaemon(true);
					return thread;
				});
		executor.allowCoreThreadTimeOut(true);
		return executor;
	}

	@Bean
	Desk consoleDesk(WritableStore setpointConsoleStore, RolloutKeys setpointConsoleKeys, Judge consoleJudge,
			LandscapeWatch watch, Settings settings, ExecutorService consoleExecutor) {
		return new Desk(setpointConsoleStore, setpointConsoleKeys, consoleJudge, watch, settings.keepVersions(),
				consoleExecutor, Clock.systemUTC());
	}

	@Bean
	Judge consoleJudge(WritableStore setpointConsoleStore, RolloutKeys setpointConsoleKeys, Settings settings,
			ExecutorService consoleExecutor) {
		Trials trials = new Trials(setpointConsoleStore, setpointConsoleKeys, Pauses.on(consoleExecutor),
				Clock.systemUTC());
		return new Judge(setpointConsoleStore, setpointConsoleKeys, settings.schemaRoot(), trials, consoleExecutor);
	}

	@Bean
	PlainLocations consoleLocations(LandscapeWatch watch, Judge consoleJudge, RolloutKeys setpointConsoleKeys,
			Settings settings) {
		return new PlainLocations(watch, consoleJudge,
				List.of(setpointConsoleKeys.rolloutRoot(), setpointConsoleKeys.fleetRoot(), settings.schemaRoot()));
	}

	@Bean
	KeyReads consoleKeyReads(WritableStore setpointConsoleStore, ExecutorService consoleExecutor) {
		return new KeyReads(setpointConsoleStore, consoleExecutor);
	}

	@Bean
	GuardCourses consoleGuardCourses(LandscapeWatch watch) {
		return new GuardCourses(watch);
	}

	@Bean
	Sessions consoleSessions() {
		return new Sessions();
	}

	@Bean
	EventStreams consoleEventStreams(LandscapeWatch watch, Sessions consoleSessions) {
		return new EventStreams(watch, consoleSessions);
	}

	@Bean
	ClassLoaderTemplateResolver consoleTemplates() {
		ClassLoaderTemplateResolver resolver = new ClassLoaderTemplateResolver(getClass().getClassLoader());
		resolver.setOrder(0);
		resolver.setCheckExistence(true);
		resolver.setResolvablePatterns(Set.of("setpoint-console/*"));
		resolver.setSuffix(".html");
		resolver.setTemplateMode(TemplateMode.HTML);
		resolver.setCharacterEncoding("UTF-8");
		return resolver;
	}

	@Bean
	WebMvcConfigurer consoleWebMvc(Links links, RightsResolver rights) {
		return new WebMvcConfigurer() {

			@Override
			public void configurePathMatch(PathMatchConfigurer configurer) {
				if (!links.base().isEmpty()) {
					configurer.addPathPrefix(links.base(),
							(type) -> type.getPackageName().equals(ConsoleWebConfiguration.class.getPackageName()));
				}
			}

			@Override
			public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
				resolvers.add(new RightsArgument(rights));
			}

			@Override
			public void addResourceHandlers(ResourceHandlerRegistry registry) {
				registry.addResourceHandler(links.asset("**"))
					.addResourceLocations("classpath:/setpoint-console/static/")
					.setCacheControl(CacheControl.noCache());
			}

		};
	}

	/**
	 * How the console's pages are served.
	 *
	 * @param path where they are
	 * @param schemaRoot where the schemas of builds lie
	 * @param keepVersions how many versions of a configuration are kept at least
	 */
	public record Settings(String path, String schemaRoot, int keepVersions) {
	}

}
